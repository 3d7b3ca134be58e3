import { administrator, createApiServer } from '@flux19/apiserver';
import { createKubeClient, type KubeClient, SharedCaches } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { systemClock } from '@flux19/ports';
import type { Applier } from '../apply/applier.ts';
import { ApplyMemory } from '../apply/apply-memory.ts';
import type { ApplyOptions, Owner } from '../apply/apply-options.ts';
import { createApplier } from '../apply/create-applier.ts';
import { type ChangeSet, formatChanges } from '../inventory/change-set.ts';
import { LiveObjects } from '../live/live-objects.ts';
import { prepareObjects } from '../plan/prepare-objects.ts';

export const owner: Owner = {
  fieldManager: 'kustomize-controller',
  group: 'kustomize.toolkit.fluxcd.io',
  name: 'apps',
  namespace: 'flux-system',
};

/** A cluster in memory, and an applier that works on it. */
export interface TestTarget {
  readonly client: KubeClient;
  readonly caches: SharedCaches;
  readonly live: LiveObjects;
  readonly applier: Applier;
  readonly signal: AbortSignal;
  /** Method and path of each request since the last call of `take`. */
  take(): readonly string[];
  /** Applies for the owner and answers what was done, line by line. */
  apply(objects: readonly KubeObject[], options?: Partial<ApplyOptions>): Promise<string>;
  get(apiVersion: string, kind: string, name: string, namespace?: string): Promise<KubeObject | undefined>;
  /** Waits until the caches hold what the server holds. */
  caughtUp(object: KubeObject): Promise<void>;
  close(): void;
}

/** Starts one. */
export function startTestTarget(): TestTarget {
  const server = createApiServer({ clock: systemClock });
  const handler = server.as(administrator);
  let requests: string[] = [];
  const client = createKubeClient({
    server: 'http://cluster.test',
    fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      const note = ['watch', 'dryRun', 'labelSelector'].filter((key) => searchParams.has(key)).map((key) => ` ${key}`);
      requests.push(`${request.method} ${pathname}${note.join('')}`);
      return handler(request);
    },
  });
  const aborter = new AbortController();
  const caches = new SharedCaches({ client, signal: aborter.signal });
  const live = new LiveObjects({ caches, ownerLabel: `${owner.group}/name` });
  const applier = createApplier({ client, live, memory: new ApplyMemory() });
  return {
    client,
    caches,
    live,
    applier,
    signal: aborter.signal,
    take() {
      const taken = requests;
      requests = [];
      return taken;
    },
    async apply(objects, options = {}) {
      const outcome = await applier.apply(prepareObjects(objects, owner), { owner, ...options }, aborter.signal);
      return formatChanges(outcome.changes satisfies ChangeSet);
    },
    get: (apiVersion, kind, name, namespace) => client.find({ apiVersion, kind, name, namespace }, aborter.signal),
    async caughtUp(object) {
      const lease = await caches.acquire(object, { labelSelector: `${owner.group}/name` }, aborter.signal);
      const { namespace, name, resourceVersion } = object.metadata;
      const isThere = (): boolean => lease.cache.get(namespace, name)?.metadata.resourceVersion === resourceVersion;
      for (let turns = 0; !isThere(); turns += 1) {
        if (turns > 1000) throw new Error('the cache does not catch up');
        await new Promise((done) => setImmediate(done));
      }
      lease.release();
    },
    close() {
      aborter.abort(new Error('the test ends'));
      server.close();
    },
  };
}

export const namespace = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

export const configMap = (
  name: string,
  data: Record<string, string> = {},
  metadata: Partial<KubeObject['metadata']> = {},
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', ...metadata },
  data,
});
