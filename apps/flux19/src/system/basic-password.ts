import { timingSafeEqual } from 'node:crypto';

/** True when an `Authorization` header of the scheme Basic carries this password, with any user name. */
export function hasPassword(authorization: string | null | undefined, password: string): boolean {
  const [, encoded] = /^Basic (.+)$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return false;
  const [, given] = /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return given !== undefined && isEqual(given, password);
}

/** Compares in constant time, so that nobody can guess a password letter by letter. */
function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
