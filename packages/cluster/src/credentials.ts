import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ClientAuthority,
  createClientAuthority,
  createServingCertificate,
  type ServingCertificate,
} from '@flux19/listener';

/** What clients need to prove themselves to the cluster, and the cluster to them. */
export interface ClusterCredentials {
  /** Bearer token of the administrator. */
  readonly token: string;
  readonly tls: ServingCertificate;
  /** Signs certificates by which clients prove who they are. */
  readonly clientAuthority: ClientAuthority;
  /** Signs service-account tokens. */
  readonly tokenKey: Uint8Array;
}

interface StoredCredentials {
  readonly token: string;
  readonly tls: ServingCertificate;
  /** Absent in the files of earlier versions. */
  readonly clientAuthority?: ClientAuthority;
  readonly tokenKey: string;
}

/** Names by which a client on this machine calls the cluster. */
const names = ['localhost', '127.0.0.1', '::1', 'kubernetes', 'kubernetes.default.svc'];

/** Makes credentials that live as long as the process. */
export function newCredentials(now: number): ClusterCredentials {
  return {
    token: randomBytes(24).toString('base64url'),
    tls: createServingCertificate(names, now),
    clientAuthority: createClientAuthority(now),
    tokenKey: randomBytes(32),
  };
}

/** Reads the credentials of a data folder, or makes and keeps new ones (readable by the owner only). */
export function keptCredentials(folder: string, now: number): ClusterCredentials {
  const path = join(folder, 'credentials.json');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return keep(path, newCredentials(now));
  }
  const stored = JSON.parse(readFileSync(path, 'utf8')) as StoredCredentials;
  const tokenKey = Buffer.from(stored.tokenKey, 'base64');
  const { clientAuthority } = stored;
  if (clientAuthority !== undefined) return { ...stored, clientAuthority, tokenKey };
  return keep(path, { ...stored, clientAuthority: createClientAuthority(now), tokenKey });
}

function keep(path: string, credentials: ClusterCredentials): ClusterCredentials {
  const stored: StoredCredentials = { ...credentials, tokenKey: Buffer.from(credentials.tokenKey).toString('base64') };
  writeFileSync(path, JSON.stringify(stored), { mode: 0o600 });
  return credentials;
}
