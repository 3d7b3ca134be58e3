import { OciError } from '../oci-error.ts';
import type { RegistryConnectionOptions } from './registry-connection.ts';

/** Decoded data of a Secret, by key. */
type SecretTexts = Readonly<Record<string, string>>;

/** Longest address of a proxy that Flux takes. */
const longestProxyUrl = 2048;

/**
 * Certificates of a Secret that `certSecretRef` names: `ca.crt`, `tls.crt`, `tls.key`, or the older `caFile`, `certFile`, `keyFile`. Throws
 * `OciError` `AuthenticationFailed` with Flux's messages.
 *
 * @param secret `namespace/name`
 */
export function certificatesFromSecret(
  secret: string,
  data: SecretTexts,
): Pick<RegistryConnectionOptions, 'certificateAuthority' | 'clientCertificate'> {
  const authority = data['ca.crt'] ?? data['caFile'] ?? '';
  const certificate = data['tls.crt'] ?? data['certFile'] ?? '';
  const key = data['tls.key'] ?? data['keyFile'] ?? '';
  if (certificate !== '' && key === '') throw refused(`secret '${secret}' contains 'tls.crt' but missing 'tls.key'`);
  if (certificate === '' && key !== '') throw refused(`secret '${secret}' contains 'tls.key' but missing 'tls.crt'`);
  if (certificate === '' && authority === '') {
    throw refused(`secret '${secret}' must contain either 'ca.crt' or both 'tls.crt' and 'tls.key'`);
  }
  if (authority !== '' && !authority.includes('-----BEGIN CERTIFICATE-----')) {
    throw refused('failed to parse CA certificate');
  }
  return {
    ...(authority === '' ? {} : { certificateAuthority: authority }),
    ...(certificate === '' ? {} : { clientCertificate: { certificate, key } }),
  };
}

/**
 * The proxy of a Secret that `proxySecretRef` names: `address`, perhaps `username` and `password`. Throws `OciError`
 * `AuthenticationFailed` with Flux's messages.
 *
 * @param secret `namespace/name`
 */
export function proxyFromSecret(secret: string, data: SecretTexts): string {
  const { address, username, password } = data;
  if (address === undefined) throw refused(`secret '${secret}': key 'address' not found`);
  if (address === '') throw refused(`secret '${secret}': proxy address is empty`);
  if (address.length > longestProxyUrl) {
    throw refused(`secret '${secret}': proxy URL exceeds maximum length of ${longestProxyUrl} characters`);
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase() ?? '';
  if (!['http', 'https', 'socks5'].includes(scheme)) {
    const why = `proxy URL must use one of the supported schemes (http, https, socks5), got '${scheme}'`;
    throw refused(`secret '${secret}': ${why}`);
  }
  if (!URL.canParse(address)) throw refused(`secret '${secret}': failed to parse proxy address`);
  const url = new URL(address);
  if (username !== undefined) url.username = encodeURIComponent(username);
  if (username !== undefined && password !== undefined) url.password = encodeURIComponent(password);
  return url.href.replace(/\/$/, '');
}

function refused(message: string): OciError {
  return new OciError('AuthenticationFailed', message);
}
