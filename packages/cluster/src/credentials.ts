import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServingCertificate, type ServingCertificate } from '@flux19/listener';

/** What clients need to prove themselves to the cluster, and the cluster to them. */
export interface ClusterCredentials {
  /** Bearer token of the administrator. */
  readonly token: string;
  readonly tls: ServingCertificate;
  /** Signs service-account tokens. */
  readonly tokenKey: Uint8Array;
}

interface StoredCredentials {
  readonly token: string;
  readonly tls: ServingCertificate;
  readonly tokenKey: string;
}

/** Names by which a client on this machine calls the cluster. */
const names = ['localhost', '127.0.0.1', '::1', 'kubernetes', 'kubernetes.default.svc'];

/** Makes credentials that live as long as the process. */
export function newCredentials(now: number): ClusterCredentials {
  return {
    token: randomBytes(24).toString('base64url'),
    tls: createServingCertificate(names, now),
    tokenKey: randomBytes(32),
  };
}

/** Reads the credentials of a data folder, or makes and keeps new ones (readable by the owner only). */
export function keptCredentials(folder: string, now: number): ClusterCredentials {
  const path = join(folder, 'credentials.json');
  if (existsSync(path)) {
    const stored = JSON.parse(readFileSync(path, 'utf8')) as StoredCredentials;
    return { ...stored, tokenKey: Buffer.from(stored.tokenKey, 'base64') };
  }
  const made = newCredentials(now);
  const stored: StoredCredentials = { ...made, tokenKey: Buffer.from(made.tokenKey).toString('base64') };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(path, JSON.stringify(stored), { mode: 0o600 });
  return made;
}
