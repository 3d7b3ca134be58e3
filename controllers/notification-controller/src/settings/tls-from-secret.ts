import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { TlsSettings } from '../send/sender.ts';
import { SecretError, type SecretValues } from './read-secret.ts';

/** Certificates in a Secret, under the names of today or of old. Throws {@link SecretError}. */
export function tlsFromSecret({ label, values }: SecretValues): TlsSettings {
  const certificate = values.get('tls.crt') ?? values.get('certFile');
  const key = values.get('tls.key') ?? values.get('keyFile');
  const certificateAuthority = values.get('ca.crt') ?? values.get('caFile');
  if (certificate !== undefined && key === undefined) {
    throw new SecretError(`secret '${label}' contains 'tls.crt' but missing 'tls.key'`);
  }
  if (certificate === undefined && key !== undefined) {
    throw new SecretError(`secret '${label}' contains 'tls.key' but missing 'tls.crt'`);
  }
  if (certificate === undefined && certificateAuthority === undefined) {
    throw new SecretError(`secret '${label}' must contain either 'ca.crt' or both 'tls.crt' and 'tls.key'`);
  }
  if (certificateAuthority !== undefined) check(() => new X509Certificate(certificateAuthority), 'CA certificate');
  if (certificate !== undefined) check(() => new X509Certificate(certificate), 'certificate');
  if (key !== undefined) check(() => createPrivateKey(key), 'private key');
  return {
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
  };

  function check(parse: () => unknown, what: string): void {
    try {
      parse();
    } catch (thrown) {
      throw new SecretError(`failed to parse ${what} in secret '${label}'`, { cause: thrown });
    }
  }
}

/** Whether a Secret holds anything of TLS; commit status types take it from the Secret of their token then. */
export function hasTls({ values }: SecretValues): boolean {
  return ['tls.crt', 'tls.key', 'ca.crt', 'certFile', 'keyFile', 'caFile'].some((key) => values.has(key));
}
