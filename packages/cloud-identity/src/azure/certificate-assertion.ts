import { createHash, createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { CloudError } from '../cloud-error.ts';
import type { CloudEnvironment } from '../service/cloud-environment.ts';
import { type AzureApplication, tokenUrl } from './application-token.ts';

/** A certificate and its key, one after the other. */
export interface CertificatePair {
  readonly pem: string;
  /** Of the key; empty when it has none. */
  readonly passphrase: string;
}

const lifetimeSeconds = 600;

/**
 * Proves with a certificate that somebody is an application: https://learn.microsoft.com/en-us/entra/identity-platform/certificate-credentials
 * Throws {@link CloudError}, without the key.
 */
export function certificateAssertion(
  environment: CloudEnvironment,
  { tenantId, clientId, authority }: Omit<AzureApplication, 'proof'>,
  pair: CertificatePair,
): string {
  const { certificate, key } = readPair(pair);
  const now = Math.floor(environment.clock.now() / 1000);
  const header = { alg: 'RS256', typ: 'JWT', x5t: createHash('sha1').update(certificate.raw).digest('base64url') };
  const claims = {
    aud: tokenUrl(environment, tenantId, authority),
    iss: clientId,
    sub: clientId,
    jti: randomUUID(),
    nbf: now,
    exp: now + lifetimeSeconds,
  };
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
}

/** The library's error is not passed on, since it may show the key. */
function readPair({ pem, passphrase }: CertificatePair) {
  const [block = ''] = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/.exec(pem) ?? [];
  try {
    const key = createPrivateKey({ key: block, ...(passphrase === '' ? {} : { passphrase }) });
    return { certificate: new X509Certificate(pem.slice(pem.indexOf('-----BEGIN CERTIFICATE-----'))), key };
  } catch {
    // Below.
  }
  throw new CloudError('Misconfigured', 'the certificate of the application is no PEM with a certificate and its key');
}
