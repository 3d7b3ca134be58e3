import { payloadText, readPayload } from '../../read-payload.ts';
import { type ReceiverType, WebhookError } from '../../receiver-type.ts';

/** Quay, which signs nothing: only the form of the payload is checked. */
export const quay: ReceiverType = {
  type: 'quay',
  verify({ body }) {
    const text = body.toString('utf8');
    const payload = readPayload(text, 'Quay');
    const tags = payload['updated_tags'] ?? [];
    if (!Array.isArray(tags) || tags.some((tag) => typeof tag !== 'string')) {
      throw new WebhookError('cannot decode Quay webhook payload');
    }
    return { body: text, about: `Quay event from ${payloadText(payload, 'docker_url', 'Quay')}` };
  },
};
