import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTokenKey } from '@flux19/apiserver';
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
  /** Signs service-account tokens. PEM. */
  readonly tokenSigningKey: string;
}

interface StoredCredentials {
  readonly token: string;
  readonly tls: ServingCertificate;
  // Absent in the files of earlier versions.
  readonly clientAuthority?: ClientAuthority;
  readonly tokenSigningKey?: string;
}

/** Names by which a client on this machine calls the cluster. */
const names = ['localhost', '127.0.0.1', '::1', 'kubernetes', 'kubernetes.default.svc'];

/** Makes credentials that live as long as the process. */
export function newCredentials(now: number): ClusterCredentials {
  return {
    token: randomBytes(24).toString('base64url'),
    tls: createServingCertificate(names, now),
    clientAuthority: createClientAuthority(now),
    tokenSigningKey: createTokenKey(),
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
  const { token, tls, clientAuthority, tokenSigningKey } = stored;
  const credentials = {
    token,
    tls,
    clientAuthority: clientAuthority ?? createClientAuthority(now),
    tokenSigningKey: tokenSigningKey ?? createTokenKey(),
  };
  const isWhole = clientAuthority !== undefined && tokenSigningKey !== undefined;
  return isWhole ? credentials : keep(path, credentials);
}

function keep(path: string, credentials: ClusterCredentials): ClusterCredentials {
  writeFileSync(path, JSON.stringify(credentials satisfies StoredCredentials), { mode: 0o600 });
  return credentials;
}
