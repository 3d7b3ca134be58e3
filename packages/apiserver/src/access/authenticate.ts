import { unauthorized } from '../errors/api-errors.ts';
import type { Authenticator } from './authenticator.ts';
import {
  type ReadClaims,
  serviceAccountUser,
  type TokenSubject,
  tokenIssuer,
  verifyToken,
} from './service-account-tokens.ts';
import type { TokenKey } from './token-key.ts';
import type { UserInfo } from './user-info.ts';

export interface AuthenticationOptions {
  readonly authenticator: Authenticator | undefined;
  readonly allowAnonymous: boolean;
  readonly tokenKey: TokenKey;
  /** Whether the account of a token, and what the token is bound to, still exist. */
  readonly exists: (subject: TokenSubject) => boolean;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

const anonymous: UserInfo = { name: 'system:anonymous', groups: ['system:unauthenticated'] };
const everybody = 'system:authenticated';

/** What a token proves. */
export interface TokenIdentity {
  readonly user: UserInfo;
  /** For whom the token was issued; empty where that is not limited. */
  readonly audiences: readonly string[];
}

/** Finds out who sent a request. Throws StatusError 401. */
export async function authenticate(request: Request, options: AuthenticationOptions): Promise<UserInfo> {
  const proved = options.authenticator?.authenticateConnection?.(request);
  if (proved !== undefined) return withEverybody(proved);
  const header = request.headers.get('authorization') ?? '';
  const token = /^bearer +(.*)$/i.exec(header.trim())?.[1];
  if (token === undefined || token === '') {
    // Kubernetes: other schemes count as no credentials at all.
    if (options.allowAnonymous) return anonymous;
    throw unauthorized();
  }
  const identity = await authenticateToken(token, options);
  const isForUs = identity?.audiences.length === 0 || identity?.audiences.includes(tokenIssuer) === true;
  if (identity === undefined || !isForUs) throw unauthorized();
  return identity.user;
}

/** The user of a token, whomever it was issued for; undefined when nobody knows it. */
export async function authenticateToken(
  token: string,
  options: AuthenticationOptions,
): Promise<TokenIdentity | undefined> {
  const claims = readClaims(token, options);
  if (claims !== undefined) return { user: serviceAccountUser(claims), audiences: claims.audiences };
  const user = await options.authenticator?.authenticateToken(token);
  return user === undefined ? undefined : { user: withEverybody(user), audiences: [] };
}

function readClaims(token: string, { tokenKey, exists, now }: AuthenticationOptions): ReadClaims | undefined {
  const claims = verifyToken(tokenKey, token, now());
  return claims !== undefined && exists(claims.subject) ? claims : undefined;
}

/** Every user that has proved who it is belongs to `system:authenticated`. */
export function withEverybody(user: UserInfo): UserInfo {
  return user.groups.includes(everybody) ? user : { ...user, groups: [...user.groups, everybody] };
}
