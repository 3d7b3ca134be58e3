import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import {
  certificateAuthority,
  distinguishedName,
  extendedUsage,
  issueCertificate,
  oid,
  usage,
  type Validity,
} from './issue-certificate.ts';

/** Signs certificates of clients. PEM. */
export interface ClientAuthority {
  readonly key: string;
  readonly cert: string;
}

/** Who a certificate is for; for Kubernetes a user and its groups. */
export interface ClientName {
  readonly name: string;
  readonly groups: readonly string[];
}

/** A certificate and its key, PEM. */
export interface ClientCredentials {
  readonly key: string;
  readonly cert: string;
}

const hourMs = 3_600_000;
const validMs = 10 * 365 * 24 * hourMs;
const authorityName = 'flux19-client-ca';

/** Makes an authority for ten years, P-256. */
export function createClientAuthority(nowMs: number): ClientAuthority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = distinguishedName(authorityName);
  const extensions = [certificateAuthority(), usage(0x06, 1)];
  const validity = { fromMs: nowMs - hourMs, untilMs: nowMs + validMs };
  const cert = issueCertificate({ name, publicKey, extensions }, { name, privateKey }, validity);
  return { key: pemOf(privateKey), cert };
}

/** Signs a certificate by which a client proves to be somebody. Never valid for longer than the authority itself. */
export function signClientCertificate(
  authority: ClientAuthority,
  { name, groups }: ClientName,
  publicKey: KeyObject,
  { fromMs, untilMs }: Validity,
): string {
  const issuer = { name: distinguishedName(authorityName), privateKey: createPrivateKey(authority.key) };
  // RSA keys may be asked to encipher keys as well; all others only sign.
  const keyUsage = publicKey.asymmetricKeyType === 'rsa' ? usage(0xa0, 5) : usage(0x80, 7);
  const subject = {
    name: distinguishedName(name, groups),
    publicKey,
    extensions: [keyUsage, extendedUsage(oid.clientAuth)],
  };
  const authorityEndsMs = Date.parse(new X509Certificate(authority.cert).validTo);
  return issueCertificate(subject, issuer, { fromMs, untilMs: Math.min(untilMs, authorityEndsMs) });
}

/** Makes a key and a certificate for a client. */
export function createClientCredentials(
  authority: ClientAuthority,
  client: ClientName,
  nowMs: number,
): ClientCredentials {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const validity = { fromMs: nowMs - hourMs, untilMs: nowMs + 365 * 24 * hourMs };
  return { key: pemOf(privateKey), cert: signClientCertificate(authority, client, publicKey, validity) };
}

function pemOf(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}
