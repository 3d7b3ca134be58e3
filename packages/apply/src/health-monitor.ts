import type { Unsubscribe } from '@flux19/kube';
import type { Clock } from '@flux19/ports';
import type { HealthOptions, HealthReport } from './health.ts';
import type { LiveObjects, VersionedReference } from './live-objects.ts';

/** A look at the health of a set of objects. */
export interface HealthLook {
  readonly report: HealthReport;
  /**
   * Calls `wake` once when the state of the objects has changed since the look, at once if it already has. For a pass that
   * returns while it waits: `return { wakeOn: look.wakeOn, requeueAfterMs: untilTimeout }`.
   */
  wakeOn(wake: () => void): Unsubscribe;
}

/** Health of objects by watch. */
export class HealthMonitor {
  readonly live: LiveObjects;

  constructor(live: LiveObjects) {
    this.live = live;
  }

  /** Looks once. */
  look(_objects: readonly VersionedReference[], _options: HealthOptions, _signal: AbortSignal): Promise<HealthLook> {
    throw new Error('not written yet');
  }

  /** Waits until the report is no longer `progressing` or the time is over, and answers the last report; holds the caller. */
  wait(
    _objects: readonly VersionedReference[],
    _options: HealthOptions & { timeoutMs: number; clock?: Clock },
    _signal: AbortSignal,
  ): Promise<HealthReport> {
    throw new Error('not written yet');
  }
}
