import type { Ownership } from '../update/managers.ts';
import { comparePrimitives } from '../values/compare-values.ts';
import { secondsOf } from './encode-entries.ts';
import type { ManagedState } from './managed-state.ts';
import { identityText } from './manager-identity.ts';

const defaultMaxUpdaters = 10;

/** Whom the fields of the oldest updaters go to when there are too many. */
const bucketName = 'ancient-changes';

/** Merges the oldest updaters, version by version, until no more than `maxUpdaters` entries come from updates. */
export function capUpdaters(state: ManagedState, maxUpdaters: number = defaultMaxUpdaters): ManagedState {
  const updaters = [...state.managers].filter(([, owner]) => !owner.isApplied);
  if (updaters.length <= maxUpdaters) return state;
  updaters.sort(([a], [b]) => secondsOf(state.times.get(a)) - secondsOf(state.times.get(b)) || comparePrimitives(a, b));
  const buckets = new Buckets(state);
  let left = updaters.length;
  for (const [id, owner] of updaters) {
    if (left <= maxUpdaters) break;
    if (buckets.pour(id, owner)) left--;
  }
  return buckets.state();
}

class Buckets {
  readonly #state: ManagedState;
  readonly #managers: Map<string, Ownership>;
  readonly #times: Map<string, string>;
  /** The first updater of each version: a bucket of its own would save nothing. */
  readonly #first = new Map<string, string>();

  constructor(state: ManagedState) {
    this.#state = state;
    this.#managers = new Map(state.managers);
    this.#times = new Map(state.times);
  }

  /** Moves the fields of an updater into the bucket of its version; false when it waits there for a second one. */
  pour(id: string, owner: Ownership): boolean {
    const { apiVersion } = owner;
    const first = this.#first.get(apiVersion);
    if (first === undefined) {
      this.#first.set(apiVersion, id);
      return false;
    }
    const bucket = identityText({ manager: bucketName, operation: 'Update', apiVersion });
    this.#open(bucket, first);
    const poured = this.#managers.get(bucket);
    this.#managers.set(bucket, { ...owner, set: poured === undefined ? owner.set : owner.set.union(poured.set) });
    this.#managers.delete(id);
    // The younger of the two times.
    const time = this.#times.get(id);
    if (time === undefined) this.#times.delete(bucket);
    else this.#times.set(bucket, time);
    return true;
  }

  #open(bucket: string, first: string): void {
    const owner = this.#managers.get(first);
    if (this.#managers.has(bucket) || owner === undefined) return;
    this.#managers.delete(first);
    this.#managers.set(bucket, owner);
  }

  state(): ManagedState {
    return { managers: this.#managers, times: this.#times, entries: this.#state.entries };
  }
}
