import type { KubeObject } from '@flux19/objects';
import { type Clock, systemClock } from '@flux19/ports';
import { abortable } from '../client/abortable.ts';
import { ApiError } from '../client/api-error.ts';
import type { KubeClient, SelectionOptions } from '../client/kube-client.ts';
import type { ResourceMapping, ResourceSelector } from '../discovery/resource-mapping.ts';
import type { WatchEvent } from '../watch/watch-event.ts';
import type { CacheChange, CacheHealth, ChangeHandler, Unsubscribe } from './cache-change.ts';
import { ObjectHandlers } from './object-handlers.ts';
import { ObjectTable } from './object-table.ts';
import { ReconnectBackoff } from './reconnect-backoff.ts';
import { isSelected } from './selection.ts';

export interface ObjectCacheOptions extends SelectionOptions {
  readonly client: KubeClient;
  readonly resource: ResourceSelector;
  readonly clock?: Clock;
  /** 0 <= x < 1, for jitter. */
  readonly random?: () => number;
  /** Drops `metadata.managedFields`, often half of an object. Default true. */
  readonly dropsManagedFields?: boolean;
  /** Keeps less of each object, or another form of it. Runs once per event; must not change its argument. */
  readonly transform?: (object: KubeObject) => KubeObject;
  readonly isMetadataOnly?: boolean;
  readonly stallTimeoutMs?: number;
}

/** A watch that ends sooner than this without an event counts as a failure, or a server that ends each at once would be flooded. */
const shortWatchMs = 1000;
/** After so many failures in a row the position in the stream is given up, in case it is what the server cannot bear. */
const failuresBeforeList = 4;

/** Keeps a copy of a selection of objects up to date, for as long as `run` runs, whatever happens to the connection. */
export class ObjectCache {
  readonly options: ObjectCacheOptions;
  readonly #clock: Clock;
  readonly #backoff: ReconnectBackoff;
  readonly #table = new ObjectTable();
  readonly #handlers = new Set<ChangeHandler>();
  readonly #objectHandlers = new ObjectHandlers();
  readonly #ready = Promise.withResolvers<void>();
  readonly #tried = Promise.withResolvers<void>();
  /** Where in the stream of changes the table stands; undefined when it has to be listed. */
  #position: string | undefined;
  #isReady = false;
  #lastEventAtMs: number | undefined;
  #lists = 0;
  #watches = 0;
  #lastError: string | undefined;
  #isForbidden = false;

  constructor(options: ObjectCacheOptions) {
    this.options = options;
    this.#clock = options.clock ?? systemClock;
    this.#backoff = new ReconnectBackoff(options.random ?? Math.random);
    this.#ready.promise.catch(() => undefined);
  }

  /** Lists and watches until the signal aborts. Never rejects. To be called once. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#follow(signal);
      } catch (thrown) {
        if (signal.aborted) break;
        await this.#recover(thrown, signal);
      }
    }
    this.#ready.reject(signal.reason);
    this.#tried.resolve();
  }

  /** Resolves after the first complete list. */
  ready(signal: AbortSignal): Promise<void> {
    return this.#isReady ? Promise.resolve() : abortable(this.#ready.promise, signal);
  }

  /** Resolves after the first try to list: true when it worked, so that a reader can do without a cache that cannot be had. */
  async settled(signal: AbortSignal): Promise<boolean> {
    if (!this.#isReady) await abortable(this.#tried.promise, signal);
    return this.#isReady;
  }

  /** The stored object itself: not to be changed. Namespace `''` or undefined for cluster-scoped kinds. */
  get(namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#table.get(namespace, name);
  }

  /** Objects of one namespace, or all; in no particular order. */
  list(namespace?: string): readonly KubeObject[] {
    return this.#table.list(namespace);
  }

  onChange(handler: ChangeHandler): Unsubscribe {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  /** Like `onChange`, for one object: costs nothing when others change. */
  onObjectChange(namespace: string | undefined, name: string, handler: ChangeHandler): Unsubscribe {
    return this.#objectHandlers.add(namespace, name, handler);
  }

  /**
   * Takes over the answer of a write, so that a reader sees its own writes before the watch brings them.
   * Ignored when the cache already holds something newer, or does not select the object.
   */
  remember(object: KubeObject): void {
    if (isSelected(object, this.options)) this.#tell(this.#table.remember(this.#reduce(object)));
  }

  /** True while what the cache holds can be relied on: it was listed, and the server has not been out of reach for long. */
  get isReliable(): boolean {
    return this.#isReady && this.#backoff.failures < failuresBeforeList;
  }

  /** True after the first complete list. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** True when the server's last word was that this identity may not list or watch the resource there. */
  get isForbidden(): boolean {
    return this.#isForbidden;
  }

  get health(): CacheHealth {
    return {
      isReady: this.#isReady,
      objects: this.#table.size,
      lastEventAtMs: this.#lastEventAtMs,
      lists: this.#lists,
      watches: this.#watches,
      failures: this.#backoff.failures,
      lastError: this.#lastError,
    };
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const mapping = await this.options.client.mapping(this.options.resource, signal);
    this.#position ??= await this.#list(mapping, signal);
    const beganAtMs = this.#clock.now();
    const { namespace, labelSelector, fieldSelector, isMetadataOnly, stallTimeoutMs } = this.options;
    const selection = { namespace, labelSelector, fieldSelector, isMetadataOnly, stallTimeoutMs };
    this.#watches += 1;
    let events = 0;
    for await (const event of this.options.client.watch(
      mapping,
      { ...selection, resourceVersion: this.#position },
      signal,
    )) {
      events += 1;
      this.#take(event);
    }
    if (events === 0 && this.#clock.now() - beganAtMs < shortWatchMs) throw new Error('the watch ended at once');
    this.#backoff.reset();
  }

  async #list(mapping: ResourceMapping, signal: AbortSignal): Promise<string> {
    const { client, namespace, labelSelector, fieldSelector, isMetadataOnly } = this.options;
    const list = await client.list(mapping, { namespace, labelSelector, fieldSelector, isMetadataOnly }, signal);
    this.#lists += 1;
    this.#heard();
    const changes = this.#table.replace(
      list.items.map((object) => this.#reduce(object)),
      list.resourceVersion,
    );
    this.#isReady = true;
    this.#tell(changes);
    this.#ready.resolve();
    this.#tried.resolve();
    return list.resourceVersion;
  }

  #take(event: WatchEvent): void {
    this.#heard();
    this.#backoff.reset();
    if (event.type === 'BOOKMARK') {
      this.#position = event.resourceVersion;
      this.#table.reached(event.resourceVersion);
      return;
    }
    const object = this.#reduce(event.object);
    this.#position = object.metadata.resourceVersion ?? this.#position;
    this.#tell(event.type === 'DELETED' ? this.#table.remove(object) : this.#table.upsert(object));
  }

  #heard(): void {
    this.#lastEventAtMs = this.#clock.now();
    this.#lastError = undefined;
    this.#isForbidden = false;
  }

  async #recover(thrown: unknown, signal: AbortSignal): Promise<void> {
    const isFirst = this.#backoff.failures === 0;
    const pauseMs = this.#backoff.nextMs();
    this.#lastError = thrown instanceof Error ? thrown.message : String(thrown);
    this.#isForbidden = thrown instanceof ApiError && thrown.code === 403;
    this.#tried.resolve();
    const isExpired = thrown instanceof ApiError && thrown.code === 410;
    const isAhead = thrown instanceof ApiError && /too large resource version/i.test(thrown.message);
    if (isExpired || isAhead || this.#backoff.failures >= failuresBeforeList) this.#position = undefined;
    if (isAhead) this.#table.distrust();
    if (thrown instanceof ApiError && thrown.code === 404) this.#clear();
    // The usual 410 comes after a long silence and only means: list again. One that follows another failure has to wait.
    if (isExpired && isFirst) return;
    const askedMs = thrown instanceof ApiError ? (thrown.retryAfterMs ?? 0) : 0;
    await this.#clock.sleep(Math.max(pauseMs, askedMs), signal).catch(() => undefined);
  }

  /** The resource is not served any more: its CustomResourceDefinition was deleted, and every object with it. */
  #clear(): void {
    this.#position = undefined;
    this.#table.distrust();
    this.#tell(this.#table.replace([], '0'));
  }

  /** What is kept of an object. */
  #reduce(object: KubeObject): KubeObject {
    const { transform, dropsManagedFields = true } = this.options;
    if (transform !== undefined) return transform(object);
    if (!dropsManagedFields || object.metadata.managedFields === undefined) return object;
    const { managedFields, ...metadata } = object.metadata;
    void managedFields;
    return { ...object, metadata };
  }

  #tell(changes: readonly CacheChange[]): void {
    for (const change of changes) {
      for (const handler of this.#handlers) this.#call(handler, change);
      for (const handler of this.#objectHandlers.of(change.object)) this.#call(handler, change);
    }
  }

  /** A handler that throws must keep neither the others nor the stream from going on. */
  #call(handler: ChangeHandler, change: CacheChange): void {
    try {
      handler(change);
    } catch (thrown) {
      this.#lastError = `a handler failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    }
  }
}
