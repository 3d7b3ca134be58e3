import { createHmac } from 'node:crypto';
import { equalSecrets } from '../../constant-time.ts';
import { payloadText, readPayload } from '../../read-payload.ts';
import { type ReceiverType, WebhookError } from '../../receiver-type.ts';

/** Nexus, which signs with HMAC-SHA1 and gives bare hex. */
export const nexus: ReceiverType = {
  type: 'nexus',
  verify({ headers, body, token }) {
    const signature = headers.get('x-nexus-webhook-signature') ?? '';
    if (signature === '') throw new WebhookError('the Nexus signature is missing from header');
    if (token === '') throw new WebhookError('the receiver token is empty');
    const expected = createHmac('sha1', token).update(body).digest('hex');
    if (!equalSecrets(signature, expected)) throw new WebhookError('invalid Nexus signature');
    const text = body.toString('utf8');
    const payload = readPayload(text, 'Nexus');
    payloadText(payload, 'action', 'Nexus');
    return { body: text, about: `Nexus event from ${payloadText(payload, 'repositoryName', 'Nexus')}` };
  },
};
