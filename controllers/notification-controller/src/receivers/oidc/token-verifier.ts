import type { JsonObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { WebhookError } from '../receiver-type.ts';
import { type JsonWebToken, readJwt } from './json-web-token.ts';
import type { KeySet, KeySets } from './key-sets.ts';
import { candidateKeys, isSignedBy } from './verify-signature.ts';

/** Whose tokens are taken, and for whom they have to be. */
export type TokenDemand = {
  readonly issuers: readonly string[];
  readonly audience: string;
} & ({ readonly discoveryUrl: string } | { readonly keysUrl: string });

/** Clocks differ; go-oidc forgives a start in the future as much. */
const leewayMs = 300_000;

/** Verifies signed tokens of OpenID Connect. */
export class TokenVerifier {
  readonly #sets: KeySets;
  readonly #clock: Clock;

  constructor(sets: KeySets, clock: Clock) {
    this.#sets = sets;
    this.#clock = clock;
  }

  /** The claims of a token that is signed, for this audience, by one of these issuers, and in force. Throws {@link WebhookError}. */
  async verify(text: string, demand: TokenDemand, signal: AbortSignal): Promise<JsonObject> {
    const token = readJwt(text);
    checkClaims(token.claims, demand, this.#clock.now());
    // The issuer may have new keys; asking again is limited.
    for (const isStale of [false, true]) {
      if (isSigned(token, await this.#keys(demand, isStale, signal))) return token.claims;
    }
    throw new WebhookError('failed to verify OIDC token: failed to verify id token signature');
  }

  #keys(demand: TokenDemand, isStale: boolean, signal: AbortSignal): Promise<KeySet> {
    if ('keysUrl' in demand) return this.#sets.at(demand.keysUrl, isStale, signal);
    return this.#sets.discovered(demand.discoveryUrl, isStale, signal);
  }
}

function isSigned(token: JsonWebToken, { keys, algorithms }: KeySet): boolean {
  return candidateKeys(keys, token).some((key) => isSignedBy(token, key, algorithms));
}

function checkClaims(claims: JsonObject, { issuers, audience }: TokenDemand, nowMs: number): void {
  const { iss, aud, exp, nbf } = claims;
  const refuse = (why: string): never => {
    throw new WebhookError(`failed to verify OIDC token: ${why}`);
  };
  if (typeof iss !== 'string' || !issuers.includes(iss)) refuse('issued by another issuer');
  const audiences = Array.isArray(aud) ? aud : [aud];
  if (audience === '' || !audiences.includes(audience)) refuse('the audience is another');
  if (typeof exp !== 'number' || exp * 1000 <= nowMs) refuse('token is expired');
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf * 1000 > nowMs + leewayMs)) refuse('token is not valid yet');
}
