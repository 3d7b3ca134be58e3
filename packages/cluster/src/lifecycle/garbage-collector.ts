import {
  ApiError,
  type KubeClient,
  NoMatchError,
  type ObjectAddress,
  ObjectCache,
  type ResourceMapping,
} from '@flux19/kube';
import { formatApiVersion, type KubeObject, type OwnerReference } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { Logger } from '@flux19/runtime';
import { type GarbageStep, planGarbage } from './garbage-plan.ts';
import { type OwnedObject, OwnershipGraph } from './ownership-graph.ts';

export interface GarbageCollectorOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Logger;
  /** Told of every object that is gone, of whatever kind. */
  readonly onDeleted?: (object: KubeObject) => void;
}

const retryMs = 1_000;

/** Deletes what lost its owners, and ends foreground and orphaning deletions, for every kind that the API server serves. */
export class GarbageCollector {
  readonly #client: KubeClient;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #onDeleted: GarbageCollectorOptions['onDeleted'];
  readonly #graph = new OwnershipGraph();
  readonly #watched = new Map<string, { readonly cache: ObjectCache; readonly stop: AbortController }>();
  readonly #due = new Set<string>();
  #wake = Promise.withResolvers<void>();

  constructor({ client, clock, log, onDeleted }: GarbageCollectorOptions) {
    this.#client = client;
    this.#clock = clock;
    this.#log = log;
    this.#onDeleted = onDeleted;
  }

  /** Runs until the signal aborts. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#wake.resolve(), { once: true });
    while (!signal.aborted) {
      try {
        await this.#watchEverything(signal);
        await this.#collect(signal);
        if (this.#due.size === 0) await this.#wake.promise;
        this.#wake = Promise.withResolvers<void>();
      } catch (thrown) {
        if (signal.aborted) return;
        this.#log.error('garbage collection failed', thrown);
        await this.#clock.sleep(retryMs, signal).catch(() => undefined);
      }
    }
  }

  /** Looks again at which kinds exist: to be called when CustomResourceDefinitions change. */
  refresh(): void {
    this.#due.add('');
    this.#wake.resolve();
  }

  async #watchEverything(signal: AbortSignal): Promise<void> {
    if (this.#watched.size > 0 && !this.#due.delete('')) return;
    this.#client.forgetResources();
    const resources = new Map((await this.#client.resources(signal)).filter(isCollectable).map((r) => [keyOf(r), r]));
    for (const [key, { stop }] of this.#watched) {
      if (resources.has(key)) continue;
      stop.abort();
      this.#watched.delete(key);
    }
    for (const [key, resource] of resources) if (!this.#watched.has(key)) this.#watch(key, resource, signal);
    await Promise.all([...this.#watched.values()].map(({ cache }) => cache.ready(signal)));
  }

  #watch(key: string, resource: ResourceMapping, signal: AbortSignal): void {
    const apiVersion = formatApiVersion(resource.group, resource.version);
    const cache = new ObjectCache({
      client: this.#client,
      resource,
      clock: this.#clock,
      isMetadataOnly: true,
      transform: ({ metadata }) => identityOnly({ apiVersion, kind: resource.kind, metadata }),
    });
    cache.onChange(({ type, object }) => {
      const uid = object.metadata.uid ?? '';
      if (type === 'DELETED') this.#graph.delete(uid);
      else this.#graph.set(object);
      for (const dependent of this.#graph.dependents(uid)) this.#due.add(dependent.uid);
      for (const { uid: owner } of object.metadata.ownerReferences ?? []) this.#due.add(owner);
      if (type !== 'DELETED') this.#due.add(uid);
      else this.#onDeleted?.(object);
      this.#wake.resolve();
    });
    const stop = new AbortController();
    this.#watched.set(key, { cache, stop });
    void cache.run(AbortSignal.any([signal, stop.signal]));
  }

  async #collect(signal: AbortSignal): Promise<void> {
    for (const uid of [...this.#due]) {
      signal.throwIfAborted();
      this.#due.delete(uid);
      const object = this.#graph.get(uid);
      if (object === undefined || (object.owners.length === 0 && !object.isDeleting)) continue;
      try {
        await this.#collectOne(object, signal);
      } catch (thrown) {
        this.#due.add(uid);
        throw thrown;
      }
    }
  }

  async #collectOne(object: OwnedObject, signal: AbortSignal): Promise<void> {
    const gone = new Set<string>();
    for (const owner of object.owners) {
      const isKnown = this.#graph.get(owner.uid) !== undefined;
      if (!isKnown && (await this.#isGone(object, owner, signal))) gone.add(owner.uid);
    }
    for (const step of planGarbage(object, this.#graph, (uid) => !gone.has(uid))) {
      await this.#carryOut(step, signal).catch((thrown: unknown) => {
        // Somebody else was faster: the change that tells of it comes through the watch.
        if (!(thrown instanceof ApiError) || (thrown.code !== 404 && thrown.code !== 409)) throw thrown;
      });
    }
  }

  /** Asks the API server itself, since a wrong answer deletes an object. An owner of an unknown kind counts as alive. */
  async #isGone({ namespace }: OwnedObject, owner: OwnerReference, signal: AbortSignal): Promise<boolean> {
    const { apiVersion, kind, name } = owner;
    try {
      const { namespaced } = await this.#client.mapping({ apiVersion, kind }, signal);
      const address = { apiVersion, kind, name, ...(namespaced ? { namespace } : {}) };
      const found = await this.#client.find(address, signal);
      return found?.metadata.uid !== owner.uid;
    } catch (thrown) {
      if (thrown instanceof NoMatchError) return false;
      throw thrown;
    }
  }

  async #carryOut(step: GarbageStep, signal: AbortSignal): Promise<void> {
    const { apiVersion, kind, namespace, name, uid } = step.object;
    const address: ObjectAddress = { apiVersion, kind, namespace, name };
    if (step.do === 'delete') {
      const { propagationPolicy } = step;
      await this.#client.delete(address, { propagationPolicy, preconditions: { uid } }, signal);
      return;
    }
    const live = await this.#client.find(address, signal);
    if (live?.metadata.uid !== uid) return;
    const { resourceVersion, ownerReferences = [], finalizers = [] } = live.metadata;
    const rest =
      step.do === 'dropOwners'
        ? { ownerReferences: ownerReferences.filter((owner) => !step.uids.includes(owner.uid)) }
        : { finalizers: finalizers.filter((finalizer) => finalizer !== step.finalizer) };
    const patch = { metadata: { resourceVersion: resourceVersion ?? '', ...rest } };
    await this.#client.patch(address, patch as never, { type: 'merge' }, signal);
  }
}

function isCollectable({ verbs }: ResourceMapping): boolean {
  return ['list', 'watch', 'delete'].every((verb) => verbs.includes(verb));
}

/** Versions of a resource show the same objects, and events exist in two groups: one of each is enough. */
function keyOf({ group, resource }: ResourceMapping): string {
  return resource === 'events' ? resource : `${group}/${resource}`;
}

/** Keeps of an object only what the graph needs. */
function identityOnly({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, ownerReferences, finalizers, deletionTimestamp } = metadata;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(ownerReferences === undefined ? {} : { ownerReferences }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    },
  };
}
