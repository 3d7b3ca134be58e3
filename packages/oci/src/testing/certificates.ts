import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { der } from './der.ts';

const hourMs = 60 * 60_000;
const oids = { ecdsaWithSha256: '1.2.840.10045.4.3.2', basicConstraints: '2.5.29.19' } as const;

/** A key of the tests, P-256. */
export interface TestKey {
  readonly privateKey: KeyObject;
  readonly spki: Buffer;
  /** By which logs are known. */
  readonly id: Buffer;
}

/** What is in a certificate. */
export interface CertificateParts {
  readonly issuer: TestKey;
  readonly issuerName: string;
  readonly subject: TestKey;
  readonly name: string;
  /** It holds from an hour before to an hour after. */
  readonly nowMs: number;
  readonly extensions: readonly Buffer[];
}

export function certificate(parts: CertificateParts): Buffer {
  const signed = certificateBody(parts);
  return der.sequence(signed, algorithm(), der.bits(signBytes(parts.issuer, signed)));
}

/** What of a certificate is signed. */
export function certificateBody({ issuerName, subject, name, nowMs, extensions }: CertificateParts): Buffer {
  return der.sequence(
    der.element(0xa0, der.integer(2)),
    der.integer(1),
    algorithm(),
    der.name(issuerName),
    der.sequence(der.time(nowMs - hourMs), der.time(nowMs + hourMs)),
    der.name(name),
    subject.spki,
    der.element(0xa3, der.sequence(...extensions)),
  );
}

function algorithm(): Buffer {
  return der.sequence(der.oid(oids.ecdsaWithSha256));
}

export function extension(id: string, value: Uint8Array): Buffer {
  return der.sequence(der.oid(id), der.octets(value));
}

/** Marks the certificate of an authority. */
export function isAuthority(): Buffer {
  return der.sequence(der.oid(oids.basicConstraints), der.yes(), der.octets(der.sequence(der.yes())));
}

export function newKey(): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return { privateKey, spki, id: sha256(spki) };
}

export function signBytes({ privateKey }: TestKey, content: Uint8Array): Buffer {
  return sign('sha256', content, privateKey);
}

export function sha256(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}

export function toPem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
