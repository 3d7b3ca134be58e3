import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import * as der from './der.ts';

/** A key and certificate for a TLS server, with the authority that clients have to trust. All PEM. */
export interface ServingCertificate {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

const oid = {
  commonName: '2.5.4.3',
  subjectAltName: '2.5.29.17',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;

const dayMs = 86_400_000;
const validDays = 825;

interface Subject {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
}

/**
 * Makes a certificate authority that signs just one server certificate and is then forgotten, so that trusting it
 * trusts nothing else. P-256, valid from an hour ago (clocks differ) for 825 days, the most that some clients accept.
 * @param names host names and IP addresses that the server answers to
 * @param nowMs milliseconds since the Unix epoch
 */
export function createServingCertificate(names: readonly string[], nowMs: number): ServingCertificate {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = { name: 'flux19-ca', privateKey: authority.privateKey };
  const ca = issue(
    { name: issuer.name, publicKey: authority.publicKey, extensions: [certificateAuthority(), usage(0x06, 1)] },
    issuer,
    nowMs,
  );
  const extensions = [alternativeNames(names), usage(0x80, 7), serverAuthentication()];
  const cert = issue({ name: names[0] ?? 'localhost', publicKey: server.publicKey, extensions }, issuer, nowMs);
  return { key: String(server.privateKey.export({ type: 'pkcs8', format: 'pem' })), cert, ca };
}

/** RFC 5280 section 4.1. */
function issue(subject: Subject, issuer: { name: string; privateKey: KeyObject }, nowMs: number): string {
  const algorithm = der.sequence(der.objectIdentifier(oid.ecdsaWithSha256));
  const body = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(serialNumber()),
    algorithm,
    distinguishedName(issuer.name),
    der.sequence(der.generalizedTime(nowMs - dayMs / 24), der.generalizedTime(nowMs + validDays * dayMs)),
    distinguishedName(subject.name),
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

function distinguishedName(commonName: string): Buffer {
  const attribute = der.sequence(der.objectIdentifier(oid.commonName), der.utf8String(commonName));
  return der.sequence(der.set(attribute));
}

function extension(id: string, isCritical: boolean, value: Uint8Array): Buffer {
  const critical = isCritical ? [der.boolean(true)] : [];
  return der.sequence(der.objectIdentifier(id), ...critical, der.octetString(value));
}

function certificateAuthority(): Buffer {
  return extension(oid.basicConstraints, true, der.sequence(der.boolean(true), der.integer(Buffer.from([0]))));
}

function usage(bits: number, unused: number): Buffer {
  return extension(oid.keyUsage, true, der.bitString(Buffer.from([bits]), unused));
}

function serverAuthentication(): Buffer {
  return extension(oid.extendedKeyUsage, false, der.sequence(der.objectIdentifier(oid.serverAuth)));
}

function alternativeNames(names: readonly string[]): Buffer {
  return extension(oid.subjectAltName, false, der.sequence(...names.map(alternativeName)));
}

function alternativeName(name: string): Buffer {
  const version = isIP(name);
  if (version === 0) return der.element(0x82, Buffer.from(name, 'ascii'));
  return der.element(0x87, version === 4 ? ipv4Bytes(name) : ipv6Bytes(name));
}

function ipv4Bytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number));
}

function ipv6Bytes(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::');
  const left = head.split(':').filter((group) => group !== '');
  const right = tail.split(':').filter((group) => group !== '');
  const zeros = new Array<string>(8 - left.length - right.length).fill('0');
  return Buffer.from([...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex');
}
