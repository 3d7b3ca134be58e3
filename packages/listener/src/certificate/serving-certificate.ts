import { generateKeyPairSync } from 'node:crypto';
import { isIP } from 'node:net';
import * as der from './der.ts';
import {
  certificateAuthority,
  distinguishedName,
  extendedUsage,
  extension,
  issueCertificate,
  oid,
  usage,
} from './issue-certificate.ts';

/** A key and certificate for a TLS server, with the authority that clients have to trust. All PEM. */
export interface ServingCertificate {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const validDays = 825;

/**
 * Makes a certificate authority that signs just one server certificate and is then forgotten, so that trusting it
 * trusts nothing else. P-256, valid from an hour ago (clocks differ) for 825 days, the most that some clients accept.
 * @param names host names and IP addresses that the server answers to
 * @param nowMs milliseconds since the Unix epoch
 */
export function createServingCertificate(names: readonly string[], nowMs: number): ServingCertificate {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = { name: distinguishedName('flux19-ca'), privateKey: authority.privateKey };
  const validity = { fromMs: nowMs - hourMs, untilMs: nowMs + validDays * dayMs };
  const ca = issueCertificate(
    { name: issuer.name, publicKey: authority.publicKey, extensions: [certificateAuthority(), usage(0x06, 1)] },
    issuer,
    validity,
  );
  const extensions = [alternativeNames(names), usage(0x80, 7), extendedUsage(oid.serverAuth)];
  const name = distinguishedName(names[0] ?? 'localhost');
  const cert = issueCertificate({ name, publicKey: server.publicKey, extensions }, issuer, validity);
  return { key: String(server.privateKey.export({ type: 'pkcs8', format: 'pem' })), cert, ca };
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
