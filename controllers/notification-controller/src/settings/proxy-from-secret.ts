import { SecretError, type SecretValues } from './read-secret.ts';

const longestAddress = 2048;
const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'socks5:']);

/** The URL of a proxy with name and password. Throws {@link SecretError}. */
export function proxyFromSecret({ label, values }: SecretValues): string {
  const address = values.get('address');
  if (address === undefined) throw new SecretError(`secret '${label}': key 'address' not found`);
  if (address === '') throw new SecretError(`secret '${label}': proxy address is empty`);
  if (address.length > longestAddress) {
    throw new SecretError(`secret '${label}': proxy URL exceeds maximum length of ${longestAddress} characters`);
  }
  const url = URL.canParse(address.trim()) ? new URL(address.trim()) : undefined;
  if (url === undefined) throw new SecretError(`secret '${label}': failed to parse proxy address`);
  if (!schemes.has(url.protocol)) {
    throw new SecretError(
      `secret '${label}': proxy URL must use one of the supported schemes (http, https, socks5), got '${url.protocol.slice(0, -1)}'`,
    );
  }
  const username = values.get('username');
  const password = values.get('password');
  if (username !== undefined) url.username = encodeURIComponent(username);
  if (username !== undefined && password !== undefined) url.password = encodeURIComponent(password);
  return url.href;
}
