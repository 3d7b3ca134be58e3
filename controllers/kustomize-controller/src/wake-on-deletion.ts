import type { ChangeSet, LiveObjects, VersionedReference } from '@flux19/apply';
import type { Unsubscribe } from '@flux19/kube';
import type { Clock } from '@flux19/ports';

/** Two deletions are healed at least this far apart, so that a fight with another program costs little. */
const restMs = 5_000;

/** Remembers when objects of a Kustomization were last made again. */
export class Healings {
  readonly #latest = new Map<string, number>();

  /** Milliseconds to rest before the next one. */
  restOf(uid: string, nowMs: number): number {
    return Math.max(0, (this.#latest.get(uid) ?? Number.NEGATIVE_INFINITY) + restMs - nowMs);
  }

  note(uid: string, nowMs: number): void {
    this.#latest.set(uid, nowMs);
  }

  forget(uid: string): void {
    this.#latest.delete(uid);
  }
}

export interface DeletionWatch {
  readonly uid: string;
  readonly changes: ChangeSet;
  readonly live: LiveObjects;
  readonly clock: Clock;
  readonly healings: Healings;
}

/**
 * What wakes a Kustomization that is ready: one of its objects is deleted by somebody else. Flux notices at the next interval;
 * edits are still left to that, since telling a person's from a controller's takes a comparison.
 */
export async function wakeOnDeletion(
  { uid, changes, live, clock, healings }: DeletionWatch,
  signal: AbortSignal,
): Promise<(wake: () => void) => Unsubscribe> {
  const applied = changes.filter(({ action }) => action !== 'skipped' && action !== 'deleted');
  const targets = applied.map(({ object, version }): VersionedReference => ({ ...object, version }));
  const followed = await live.followOwned(targets, signal);
  const unknown = new Set(followed.unknown);
  const present = targets.filter((target) => !unknown.has(target));
  return (wake) => {
    const stop = new AbortController();
    const check = (): void => {
      if (stop.signal.aborted || present.every((target) => followed.get(target) !== undefined)) return;
      clock
        .sleep(healings.restOf(uid, clock.now()), stop.signal)
        .then(() => {
          healings.note(uid, clock.now());
          wake();
        })
        // Somebody else has begun a pass in the meantime.
        .catch(() => undefined);
    };
    const unsubscribe = followed.onChange(check);
    check();
    return () => {
      stop.abort(new Error('another pass has begun'));
      unsubscribe();
      followed.release();
    };
  };
}
