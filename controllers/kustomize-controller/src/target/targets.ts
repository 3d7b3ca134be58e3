import type { KubeClient, KubeConnection, SharedCaches } from '@flux19/kube';
import type { Clock } from '@flux19/ports';
import { createTarget, type Target } from './target.ts';

/** A way to a cluster that was opened for a target. */
export interface TargetAccess {
  readonly client: KubeClient;
  /** Closed when nobody uses the target any more. */
  readonly connection?: KubeConnection;
}

interface Shared {
  readonly target: Target;
  readonly users: Set<string>;
  close(): void;
}

export interface TargetsOptions {
  readonly client: KubeClient;
  readonly caches: SharedCaches;
  readonly clock: Clock;
  /** Ends every target. */
  readonly signal: AbortSignal;
}

/**
 * The clusters and identities by which Kustomizations are applied. Each has caches and a memory of its own, so that nobody sees
 * through another one's rights; they are shared by those who use the same, and close with the last of them.
 */
export class Targets {
  /** The controller's own cluster with its own rights. */
  readonly own: Target;
  readonly #options: TargetsOptions;
  readonly #shared = new Map<string, Shared>();
  /** Which target each Kustomization uses, by uid. */
  readonly #used = new Map<string, string>();

  constructor(options: TargetsOptions) {
    this.#options = options;
    this.own = createTarget(options.client, options, options.signal);
  }

  /** How many targets are open besides the controller's own. */
  get size(): number {
    return this.#shared.size;
  }

  /** The target of a key, opened if nobody uses it yet. The Kustomization leaves the one that it used before. */
  use(uid: string, key: string, open: () => TargetAccess): Target {
    const shared = this.#shared.get(key) ?? this.#open(open());
    this.#shared.set(key, shared);
    shared.users.add(uid);
    if (this.#used.get(uid) !== key) this.leave(uid);
    this.#used.set(uid, key);
    return shared.target;
  }

  /** The Kustomization uses no target but the controller's own any more. */
  leave(uid: string): void {
    const key = this.#used.get(uid);
    if (key === undefined) return;
    this.#used.delete(uid);
    const shared = this.#shared.get(key);
    shared?.users.delete(uid);
    if (shared === undefined || shared.users.size > 0) return;
    this.#shared.delete(key);
    shared.close();
  }

  #open({ client, connection }: TargetAccess): Shared {
    const { signal, clock } = this.#options;
    const stop = new AbortController();
    const close = (): void => {
      signal.removeEventListener('abort', close);
      stop.abort(new Error('nobody uses this cluster any more'));
      // Requests that fail by this end with the passes that sent them.
      connection?.close().catch(() => undefined);
    };
    signal.addEventListener('abort', close, { once: true });
    return { target: createTarget(client, { clock }, stop.signal), users: new Set(), close };
  }
}
