import type { KubeClient, SharedCaches } from '@flux19/kube';
import type { Clock, Handler } from '@flux19/ports';
import type { ControllerDefinition } from './controller-definition.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import type { ObjectKey } from './object-key.ts';

export interface LeaderElectionOptions {
  readonly namespace: string;
  /** Name of the Lease. */
  readonly name: string;
  /** Host or Pod name and something random. */
  readonly identity: string;
  /** Defaults 35 000, 30 000, 5 000, as in Flux. */
  readonly leaseDurationMs?: number;
  readonly renewDeadlineMs?: number;
  readonly retryPeriodMs?: number;
}

export interface ManagerOptions {
  readonly client: KubeClient;
  readonly caches: SharedCaches;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** No election when absent: the process always leads. */
  readonly leaderElection?: LeaderElectionOptions;
  /** Backoff per object. Defaults 750 ms and 15 min, as Flux's `--min-retry-delay` and `--max-retry-delay`. */
  readonly minRetryDelayMs?: number;
  readonly maxRetryDelayMs?: number;
  /** How long running passes may go on after the stop, before they are aborted. Default 30 000. */
  readonly gracefulShutdownMs?: number;
}

/** Runs controllers: caches, queues, leader election, stop. */
export class Manager {
  readonly options: ManagerOptions;

  constructor(options: ManagerOptions) {
    this.options = options;
  }

  /** Before `run`. */
  add(_definition: ControllerDefinition): void {
    throw new Error('not written yet');
  }

  /** Runs until the signal aborts and every pass has ended. Rejects when the lead was lost, so that the process restarts. */
  run(_signal: AbortSignal): Promise<void> {
    throw new Error('not written yet');
  }

  /** Starts a pass, as an event would. */
  enqueue(_controller: string, _key: ObjectKey): void {
    throw new Error('not written yet');
  }

  /** `/healthz` and `/readyz`: ready when every cache was listed. */
  get healthHandler(): Handler {
    throw new Error('not written yet');
  }
}
