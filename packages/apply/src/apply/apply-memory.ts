import type { KubeObject } from '@flux19/objects';
import { liveDigest } from '../plan/digest.ts';

/** What the applier remembers of the last time at which nothing was left to do to an object. */
interface AppliedRecord {
  /** Digest of what was to be. */
  readonly desired: string;
  /** resourceVersion of the live object. */
  readonly version: string;
  /** Digest of what counts of the live object: its version also changes with its status. */
  readonly live: string;
}

/**
 * Remembers what was applied, so that what changed on neither side is not sent again. One per cluster; lost on restart without
 * harm, since everything is compared once more then.
 */
export class ApplyMemory {
  readonly #records = new Map<string, AppliedRecord>();

  /** True when this was applied before and the live object has not been changed since. */
  isSettled(id: string, desired: string, live: KubeObject): boolean {
    const record = this.#records.get(id);
    if (record === undefined || record.desired !== desired) return false;
    const version = live.metadata.resourceVersion ?? '';
    if (record.version === version) return true;
    if (record.live !== liveDigest(live)) return false;
    this.#records.set(id, { ...record, version });
    return true;
  }

  /** The live object is what was to be. */
  settle(id: string, desired: string, live: KubeObject): void {
    this.#records.set(id, { desired, version: live.metadata.resourceVersion ?? '', live: liveDigest(live) });
  }

  forget(id: string): void {
    this.#records.delete(id);
  }

  get size(): number {
    return this.#records.size;
  }
}
