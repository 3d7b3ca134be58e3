import { OciError } from '../oci-error.ts';
import { basicAuthorization } from './basic-authorization.ts';
import type { Challenge } from './challenge.ts';
import type { CredentialSource, CredentialTarget, RegistryCredentials } from './credentials.ts';
import { type AccessToken, requestToken, type TokenRequest } from './token-request.ts';
import { secretsOf, withoutSecrets } from './without-secrets.ts';

/** What an `Authenticator` works with. */
export interface AuthenticatorOptions extends Pick<TokenRequest, 'fetch' | 'clock' | 'userAgent'> {
  readonly credentials: CredentialSource | undefined;
  readonly isPlainAllowed: (host: string) => boolean;
}

/** A token this close to its end is not used any more. */
const slackMs = 10_000;
const maximumTokens = 1000;

/** Remembers how registries want to be approached and the tokens that they gave. */
export class Authenticator {
  readonly #options: AuthenticatorOptions;
  readonly #challenges = new Map<string, Challenge>();
  readonly #tokens = new Map<string, AccessToken>();

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  /** The header for a request before anything was refused; undefined: try without. */
  async authorization(
    target: CredentialTarget,
    scopes: readonly string[],
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const challenge = this.#challenges.get(target.registry);
    return challenge === undefined ? undefined : this.#answer(challenge, target, scopes, signal);
  }

  /** The header for another try after a 401; undefined when there is nothing that could help. */
  async renew(
    challenge: Challenge,
    target: CredentialTarget,
    scopes: readonly string[],
    signal: AbortSignal,
  ): Promise<string | undefined> {
    this.#challenges.set(target.registry, challenge);
    this.#tokens.delete(tokenKey(target, scopes));
    return this.#answer(challenge, target, scopes, signal);
  }

  async #answer(
    challenge: Challenge,
    target: CredentialTarget,
    scopes: readonly string[],
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const known = challenge.kind === 'bearer' ? this.#tokens.get(tokenKey(target, scopes)) : undefined;
    if (known !== undefined && known.expiresAt - slackMs > this.#options.clock.now()) return `Bearer ${known.token}`;
    const credentials = await this.#options.credentials?.(target, signal);
    if (credentials?.kind === 'registryToken') return `Bearer ${credentials.token}`;
    if (challenge.kind === 'basic') return credentials?.kind === 'basic' ? basicAuthorization(credentials) : undefined;
    const token = await this.#fetchToken(challenge, scopes, credentials, signal);
    if (this.#tokens.size >= maximumTokens) this.#tokens.clear();
    this.#tokens.set(tokenKey(target, scopes), token);
    return `Bearer ${token.token}`;
  }

  async #fetchToken(
    challenge: Extract<Challenge, { kind: 'bearer' }>,
    scopes: readonly string[],
    credentials: RegistryCredentials | undefined,
    signal: AbortSignal,
  ): Promise<AccessToken> {
    const extra = challenge.scope?.split(' ').filter((scope) => scope !== '') ?? [];
    const wanted = [...new Set([...scopes, ...extra])];
    try {
      return await requestToken({ ...this.#options, challenge, scopes: wanted, credentials }, signal);
    } catch (thrown) {
      throw thrown instanceof OciError ? withoutSecrets(thrown, secretOf(credentials)) : thrown;
    }
  }
}

function tokenKey({ registry }: CredentialTarget, scopes: readonly string[]): string {
  return `${registry} ${scopes.join(' ')}`;
}

function secretOf(credentials: RegistryCredentials | undefined): readonly string[] {
  if (credentials === undefined) return [];
  return credentials.kind === 'basic' ? secretsOf(basicAuthorization(credentials)) : [credentials.token];
}
