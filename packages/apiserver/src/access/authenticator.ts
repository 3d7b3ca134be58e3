import { hash } from 'node:crypto';
import type { UserInfo } from './user-info.ts';

/** Finds the user behind a request. */
export interface Authenticator {
  /** The user that the transport has proved, by a client certificate; asked before the token, which counts only when there is none. */
  authenticateConnection?(request: Request): UserInfo | undefined;
  /** Finds the user of a bearer token; undefined for one that it does not know. The group `system:authenticated` is added by the server. */
  authenticateToken(token: string): UserInfo | undefined | Promise<UserInfo | undefined>;
}

/** Authenticates a fixed set of tokens. */
export function tokenAuthenticator(users: ReadonlyMap<string, UserInfo>): Authenticator {
  // Looked up by their digests, so that the time it takes tells nothing about them.
  const byDigest = new Map([...users].map(([token, user]) => [hash('sha256', token), user]));
  return { authenticateToken: (token) => byDigest.get(hash('sha256', token)) };
}
