import type { Provider } from '@flux19/api';
import type { Clock } from '@flux19/ports';
import type { ProviderType } from '../providers/provider-type.ts';
import { type ResolvedProvider, type ResolveMeans, resolveProvider } from '../settings/resolve-provider.ts';

/** For so long Secrets count as read: a thousand events a second must not become a thousand reads. */
const freshMs = 1_000;

interface Entry {
  readonly resourceVersion: string | undefined;
  readonly untilMs: number;
  readonly resolved: Promise<ResolvedProvider>;
}

/** Reads the Secrets of Providers, once for events that come together. */
export class ProviderMemory {
  readonly #means: ResolveMeans & { readonly clock: Clock };
  readonly #entries = new Map<string, Entry>();

  constructor(means: ResolveMeans & { readonly clock: Clock }) {
    this.#means = means;
  }

  /** Throws `SecretError`. */
  resolve(provider: Provider, type: ProviderType, signal: AbortSignal): Promise<ResolvedProvider> {
    const { namespace = '', name, resourceVersion } = provider.metadata;
    const key = `${namespace}/${name}`;
    const nowMs = this.#means.clock.now();
    const known = this.#entries.get(key);
    if (known !== undefined && known.untilMs > nowMs && known.resourceVersion === resourceVersion)
      return known.resolved;
    const resolved = resolveProvider(provider, type, this.#means, signal);
    this.#entries.set(key, { resourceVersion, untilMs: nowMs + freshMs, resolved });
    // A failure is not worth remembering, and the secrets of a quiet Provider are not kept.
    resolved.catch(() => this.#drop(key, resolved));
    this.#means.clock.sleep(freshMs, signal).then(
      () => this.#drop(key, resolved),
      () => this.#drop(key, resolved),
    );
    return resolved;
  }

  #drop(key: string, resolved: Promise<ResolvedProvider>): void {
    if (this.#entries.get(key)?.resolved === resolved) this.#entries.delete(key);
  }
}
