import { OciError } from '../oci-error.ts';

/** What of a value of `Authorization` must not be seen. */
export function secretsOf(authorization: string | undefined): readonly string[] {
  const [scheme = '', value = ''] = authorization?.split(' ') ?? [];
  if (value === '') return [];
  if (scheme !== 'Basic') return [value];
  const decoded = Buffer.from(value, 'base64').toString('utf8');
  return [value, decoded.slice(decoded.indexOf(':') + 1)];
}

/** The error with the secrets blotted out: who repeats what it was sent must not get it into a message. */
export function withoutSecrets(error: OciError, secrets: readonly string[]): OciError {
  let { message } = error;
  for (const secret of secrets) if (secret !== '') message = message.replaceAll(secret, '***');
  if (message === error.message) return error;
  const { status, code, retryAfterMs } = error;
  return new OciError(error.reason, message, { status, code, retryAfterMs });
}
