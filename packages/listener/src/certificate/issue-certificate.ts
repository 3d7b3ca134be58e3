import { type KeyObject, randomBytes, sign } from 'node:crypto';
import * as der from './der.ts';

/** Object identifiers: https://oid-base.com */
export const oid = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  subjectAltName: '2.5.29.17',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;

export interface CertificateSubject {
  /** DER of a Name. */
  readonly name: Uint8Array;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Uint8Array[];
}

export interface CertificateIssuer {
  /** DER of a Name. */
  readonly name: Uint8Array;
  /** P-256. */
  readonly privateKey: KeyObject;
}

/** Milliseconds since the Unix epoch. */
export interface Validity {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Makes a certificate, PEM, by RFC 5280 section 4.1. */
export function issueCertificate(subject: CertificateSubject, issuer: CertificateIssuer, validity: Validity): string {
  const algorithm = der.sequence(der.objectIdentifier(oid.ecdsaWithSha256));
  const body = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(serialNumber()),
    algorithm,
    issuer.name,
    der.sequence(der.generalizedTime(validity.fromMs), der.generalizedTime(validity.untilMs)),
    subject.name,
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(...subject.extensions)),
  );
  const signature = sign('sha256', body, issuer.privateKey);
  const certificate = der.sequence(body, algorithm, der.bitString(signature));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** Positive and without leading zeros, as DER integers have to be. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

/** DER of a Name: who somebody is, and to what organizations they belong. */
export function distinguishedName(commonName: string, organizations: readonly string[] = []): Buffer {
  const attribute = (id: string, text: string): Buffer =>
    der.set(der.sequence(der.objectIdentifier(id), der.utf8String(text)));
  return der.sequence(
    ...organizations.map((name) => attribute(oid.organization, name)),
    attribute(oid.commonName, commonName),
  );
}

export function extension(id: string, isCritical: boolean, value: Uint8Array): Buffer {
  const critical = isCritical ? [der.boolean(true)] : [];
  return der.sequence(der.objectIdentifier(id), ...critical, der.octetString(value));
}

/** The certificate is an authority whose certificates are none. */
export function certificateAuthority(): Buffer {
  return extension(oid.basicConstraints, true, der.sequence(der.boolean(true), der.integer(Buffer.from([0]))));
}

/** What the key is for: bits of RFC 5280 section 4.2.1.3, of which the last `unused` do not count. */
export function usage(bits: number, unused: number): Buffer {
  return extension(oid.keyUsage, true, der.bitString(Buffer.from([bits]), unused));
}

export function extendedUsage(id: typeof oid.serverAuth | typeof oid.clientAuth): Buffer {
  return extension(oid.extendedKeyUsage, false, der.sequence(der.objectIdentifier(id)));
}
