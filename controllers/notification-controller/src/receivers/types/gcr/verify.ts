import type { JsonObject } from '@flux19/objects';
import { payloadObject, payloadText, readPayload } from '../../read-payload.ts';
import { type ReceiverType, WebhookError } from '../../receiver-type.ts';

const issuers: readonly string[] = ['accounts.google.com', 'https://accounts.google.com'];
const googleKeys = 'https://www.googleapis.com/oauth2/v3/certs';

/** Google Container Registry: a push of Pub/Sub with a token of Google for the account and the audience that the Secret names. */
export const gcr: ReceiverType = {
  type: 'gcr',
  async verify({ headers, body, secret }, { tokens }, signal) {
    const email = required(secret, 'email');
    const audience = required(secret, 'audience');
    const token = bearerToken(headers);
    const claims = await tokens.verify(token, { keysUrl: googleKeys, issuers, audience }, signal);
    if (claims['email'] !== email)
      throw new WebhookError('cannot authenticate GCR request: the email of the token is another');
    if (claims['email_verified'] !== true) {
      throw new WebhookError('cannot authenticate GCR request: the email of the token is not verified');
    }
    const message = payloadObject(readPayload(body.toString('utf8'), 'GCR'), 'message', 'GCR');
    const inner = readPayload(Buffer.from(payloadText(message, 'data', 'GCR'), 'base64').toString('utf8'), 'GCR');
    const event: JsonObject = Object.fromEntries(
      (['action', 'digest', 'tag'] as const).map((key) => [key, payloadText(inner, key, 'GCR')]),
    );
    // Filters see what is wrapped, not the wrapping.
    return { body: JSON.stringify(event), about: `GCR event from ${event['digest']} for tag ${event['tag']}` };
  },
};

function required(secret: ReadonlyMap<string, string>, key: string): string {
  const value = secret.get(key) ?? '';
  if (value === '') throw new WebhookError(`invalid secret data: required field '${key}' for GCR receiver`);
  return value;
}

function bearerToken(headers: Headers): string {
  const authorization = headers.get('authorization') ?? '';
  if (!authorization.startsWith('Bearer ')) {
    throw new WebhookError('cannot authenticate GCR request: the Authorization header is missing or malformed');
  }
  return authorization.slice('Bearer '.length).trim();
}
