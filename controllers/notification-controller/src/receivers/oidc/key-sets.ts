import { isJsonObject, type JsonObject } from '@flux19/objects';
import { type Clock, withDeadline } from '@flux19/ports';
import { parseJsonObject } from '../../http/parse-json-object.ts';
import type { Sender } from '../../send/sender.ts';
import { WebhookError } from '../receiver-type.ts';

/** Keys of an issuer. */
export interface KeySet {
  readonly keys: readonly JsonObject[];
  /** Algorithms that the issuer says it signs with. */
  readonly algorithms: ReadonlySet<string>;
}

const timeoutMs = 10_000;
const freshMs = 300_000;
/** Tokens with unknown keys ask for the keys again, but not more often than this. */
const shortestPauseMs = 10_000;
const mostSets = 100;

interface Entry {
  readonly atMs: number;
  readonly set: Promise<KeySet>;
}

export interface KeySetsOptions {
  readonly sender: Sender;
  readonly clock: Clock;
}

/** Fetches the keys of issuers and keeps them for a while. */
export class KeySets {
  readonly #options: KeySetsOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: KeySetsOptions) {
    this.#options = options;
  }

  /** Keys that an issuer's discovery document leads to. Throws {@link WebhookError}. */
  discovered(issuer: string, isStale: boolean, signal: AbortSignal): Promise<KeySet> {
    return this.#get(`discovery ${issuer}`, isStale, async () => {
      const url = `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`;
      const document = await this.#fetch(url, signal);
      const keysUrl = document['jwks_uri'];
      if (document['issuer'] !== issuer || typeof keysUrl !== 'string') {
        throw new WebhookError('failed to initialize OIDC provider: the discovery document is that of another issuer');
      }
      const listed = document['id_token_signing_alg_values_supported'];
      const names = Array.isArray(listed) ? listed.filter((name) => typeof name === 'string') : [];
      return {
        keys: keysIn(await this.#fetch(keysUrl, signal)),
        algorithms: new Set(names.length > 0 ? names : ['RS256']),
      };
    });
  }

  /** Keys at an address. Throws {@link WebhookError}. */
  at(url: string, isStale: boolean, signal: AbortSignal): Promise<KeySet> {
    return this.#get(`keys ${url}`, isStale, async () => ({
      keys: keysIn(await this.#fetch(url, signal)),
      algorithms: new Set(['RS256', 'ES256']),
    }));
  }

  #get(name: string, isStale: boolean, load: () => Promise<KeySet>): Promise<KeySet> {
    const nowMs = this.#options.clock.now();
    const known = this.#entries.get(name);
    if (known !== undefined && nowMs - known.atMs < (isStale ? shortestPauseMs : freshMs)) return known.set;
    const set = load();
    if (this.#entries.size >= mostSets) this.#entries.clear();
    this.#entries.set(name, { atMs: nowMs, set });
    set.catch(() => {
      if (this.#entries.get(name)?.set === set) this.#entries.delete(name);
    });
    return set;
  }

  async #fetch(url: string, signal: AbortSignal): Promise<JsonObject> {
    const { sender, clock } = this.#options;
    const request = {
      kind: 'http',
      method: 'GET',
      url,
      headers: { accept: 'application/json' },
      attempts: 'once',
    } as const;
    try {
      const answer = await withDeadline(clock, timeoutMs, signal, (limited) => sender.send(request, {}, limited));
      const document = answer.status === 200 ? parseJsonObject(answer.body) : undefined;
      if (document !== undefined) return document;
      throw new WebhookError(`failed to initialize OIDC provider: status code ${answer.status}`);
    } catch (thrown) {
      signal.throwIfAborted();
      if (thrown instanceof WebhookError) throw thrown;
      throw new WebhookError('failed to initialize OIDC provider: no answer', { cause: thrown });
    }
  }
}

function keysIn(document: JsonObject): readonly JsonObject[] {
  const keys = document['keys'];
  return Array.isArray(keys) ? keys.filter(isJsonObject) : [];
}
