import type { ObjectAddress, Unsubscribe } from '@flux19/kube';
import { formatApiVersion, type KubeObject, type ObjectReference } from '@flux19/objects';
import { type Clock, systemClock } from '@flux19/ports';
import type { FollowedObjects, LiveObjects, VersionedReference } from '../live/live-objects.ts';
import { assessHealth, type ObservedObject } from './assess-health.ts';
import type { HealthOptions, HealthReport } from './object-health.ts';

/** A look at the health of a set of objects. */
export interface HealthLook {
  readonly report: HealthReport;
  /**
   * Calls `wake` once when the state of the objects has changed since the look, at once if it already has. For a pass that
   * returns while it waits: `return { wakeOn: look.wakeOn, requeueAfterMs: untilTimeout }`. It also wakes every few seconds when
   * some of the objects cannot be watched.
   */
  readonly wakeOn: (wake: () => void) => Unsubscribe;
}

/** Flux's poll interval: for what cannot be watched. */
const pollMs = 5000;

/** Health of objects by watch. */
export class HealthMonitor {
  readonly #live: LiveObjects;
  readonly #clock: Clock;

  constructor(live: LiveObjects, clock: Clock = systemClock) {
    this.#live = live;
    this.#clock = clock;
  }

  /** Looks once. */
  async look(objects: readonly VersionedReference[], options: HealthOptions, signal: AbortSignal): Promise<HealthLook> {
    const followed = await this.#live.follow(objects, signal);
    try {
      const observed = await this.#observe(objects, followed, signal);
      const seen = observed.map(({ live }) => live);
      return {
        report: assessHealth(observed, options),
        wakeOn: (wake) => this.#wakeOn(objects, seen, followed.again(), wake),
      };
    } finally {
      followed.release();
    }
  }

  /** Waits until the report is no longer `progressing` or the time is over, and answers the last report; holds the caller. */
  async wait(
    objects: readonly VersionedReference[],
    options: HealthOptions & { readonly timeoutMs: number },
    signal: AbortSignal,
  ): Promise<HealthReport> {
    const endMs = this.#clock.now() + options.timeoutMs;
    for (;;) {
      const look = await this.look(objects, options, signal);
      const leftMs = endMs - this.#clock.now();
      if (look.report.kind !== 'progressing' || leftMs <= 0) return look.report;
      await this.#untilWoken(look, leftMs, signal);
    }
  }

  async #untilWoken(look: HealthLook, leftMs: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    const stop = look.wakeOn(() => woken.abort());
    const giveUp = (): void => woken.abort();
    signal.addEventListener('abort', giveUp, { once: true });
    await this.#clock.sleep(leftMs, woken.signal).catch(() => undefined);
    signal.removeEventListener('abort', giveUp);
    stop();
    signal.throwIfAborted();
  }

  async #observe(
    objects: readonly VersionedReference[],
    followed: FollowedObjects,
    signal: AbortSignal,
  ): Promise<readonly ObservedObject[]> {
    const unknown = new Set<ObjectReference>(followed.unknown);
    return Promise.all(
      objects.map(async (object): Promise<ObservedObject> => {
        if (!unknown.has(object)) return { object, live: followed.get(object) };
        try {
          return { object, live: await this.#read(object, signal) };
        } catch (thrown) {
          signal.throwIfAborted();
          return { object, live: undefined, error: thrown instanceof Error ? thrown.message : String(thrown) };
        }
      }),
    );
  }

  #read(
    { group, version, kind, namespace, name }: VersionedReference,
    signal: AbortSignal,
  ): Promise<KubeObject | undefined> {
    const address: ObjectAddress = { apiVersion: formatApiVersion(group, version), kind, namespace, name };
    return this.#live.client.find(address, signal);
  }

  #wakeOn(
    objects: readonly VersionedReference[],
    seen: readonly (KubeObject | undefined)[],
    followed: FollowedObjects,
    wake: () => void,
  ): Unsubscribe {
    const ended = new AbortController();
    const end = (): void => {
      if (ended.signal.aborted) return;
      ended.abort();
      stop();
      followed.release();
    };
    const ring = (): void => {
      if (ended.signal.aborted) return;
      end();
      wake();
    };
    const stop = followed.onChange(ring);
    if (followed.unknown.length > 0) this.#clock.sleep(pollMs, ended.signal).then(ring, () => undefined);
    const isChanged = objects.some(
      (object, i) => followed.knows(object) && versionOf(followed.get(object)) !== versionOf(seen[i]),
    );
    if (isChanged) ring();
    return end;
  }
}

function versionOf(object: KubeObject | undefined): string {
  return object === undefined ? '' : `${object.metadata.uid}/${object.metadata.resourceVersion}`;
}
