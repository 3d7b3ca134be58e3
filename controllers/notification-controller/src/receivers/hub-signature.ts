import { createHmac } from 'node:crypto';
import { equalSecrets } from './constant-time.ts';
import { WebhookError } from './receiver-type.ts';

const algorithms: ReadonlySet<string> = new Set(['sha1', 'sha256', 'sha512']);

/** Checks `sha256=<hex hmac>` over a body. Throws {@link WebhookError}; an empty key proves nothing and fails. */
export function checkHubSignature(signature: string, body: Buffer, key: string): void {
  if (key === '') throw new WebhookError('the receiver token is empty');
  if (signature === '') throw new WebhookError('missing signature');
  const equals = signature.indexOf('=');
  const algorithm = signature.slice(0, Math.max(0, equals));
  const given = signature.slice(equals + 1);
  if (equals < 0) throw new WebhookError('error parsing signature');
  if (!algorithms.has(algorithm)) throw new WebhookError('unknown hash type prefix');
  if (!/^(?:[0-9a-f]{2})+$/i.test(given)) throw new WebhookError('error decoding signature');
  const expected = createHmac(algorithm, key).update(body).digest('hex');
  if (!equalSecrets(given.toLowerCase(), expected)) throw new WebhookError('payload signature check failed');
}

/** Checks what GitHub and Bitbucket send, and answers the payload, which GitHub may wrap into a form. */
export function verifiedPayload(headers: Headers, body: Buffer, key: string): string {
  const [mediaType = ''] = (headers.get('content-type') ?? '').split(';');
  const form = mediaType.trim().toLowerCase();
  if (form !== 'application/json' && form !== 'application/x-www-form-urlencoded') {
    throw new WebhookError('webhook request has an unsupported Content-Type');
  }
  const signature = headers.get('x-hub-signature-256') ?? headers.get('x-hub-signature') ?? '';
  checkHubSignature(signature, body, key);
  const text = body.toString('utf8');
  return form === 'application/json' ? text : (new URLSearchParams(text).get('payload') ?? '');
}
