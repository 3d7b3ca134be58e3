import type { UserInfo } from './user-info.ts';

/** Finds the user behind a bearer token. Identities that a transport proves (client certificates) use `ApiServer.as` instead. */
export interface Authenticator {
  /** Returns undefined for a token it does not know. The group `system:authenticated` is added by the server. */
  authenticateToken(token: string): UserInfo | undefined | Promise<UserInfo | undefined>;
}

/** Authenticates a fixed set of tokens. */
export function tokenAuthenticator(users: ReadonlyMap<string, UserInfo>): Authenticator {
  return { authenticateToken: (token) => users.get(token) };
}
