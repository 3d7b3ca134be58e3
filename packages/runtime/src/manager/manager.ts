import { randomUUID } from 'node:crypto';
import type { KubeClient, ObjectCache, SharedCaches } from '@flux19/kube';
import { type Clock, type Handler, systemClock } from '@flux19/ports';
import type { ControllerDefinition } from '../controller/controller-definition.ts';
import { ControllerRunner } from '../controller/controller-runner.ts';
import type { ObjectKey } from '../controller/object-key.ts';
import type { Logger } from '../logs/logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { followDefinitions } from './follow-definitions.ts';
import { createHealthHandler, type HealthCheck } from './health-handler.ts';
import { type LeaderElectionOptions, LeaderElector } from './leader-elector.ts';
import { registerManagerMetrics } from './manager-metrics.ts';

export interface ManagerOptions {
  readonly client: KubeClient;
  readonly caches: SharedCaches;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** Makes the reconcileID of a pass; `crypto.randomUUID` by default. */
  readonly newId?: () => string;
  /** No election when absent: the process always leads. */
  readonly leaderElection?: LeaderElectionOptions;
  /** Backoff per object. Defaults 750 ms and 15 min, as Flux's `--min-retry-delay` and `--max-retry-delay`. */
  readonly minRetryDelayMs?: number;
  readonly maxRetryDelayMs?: number;
  /** How long running passes may go on after the stop, before they are aborted. Default 30 000. */
  readonly gracefulShutdownMs?: number;
}

/** How long giving up the lead may take. */
const releaseTimeoutMs = 5000;

/** Runs controllers: caches, queues, leader election, stop. */
export class Manager {
  readonly #options: ManagerOptions;
  readonly #clock: Clock;
  readonly #runners = new Map<string, ControllerRunner>();
  readonly healthHandler: Handler;

  constructor(options: ManagerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.healthHandler = createHealthHandler(() => this.#checks());
    registerManagerMetrics(options.metrics, options.caches, () => [...this.#runners.values()]);
  }

  /** Before `run`. */
  add(definition: ControllerDefinition): void {
    const {
      client,
      caches,
      log,
      metrics,
      minRetryDelayMs,
      maxRetryDelayMs,
      gracefulShutdownMs = 30_000,
      newId = randomUUID,
    } = this.#options;
    const options = {
      client,
      caches,
      clock: this.#clock,
      log,
      metrics,
      newId,
      minRetryDelayMs,
      maxRetryDelayMs,
      gracefulShutdownMs,
    };
    this.#runners.set(definition.name, new ControllerRunner(definition, options));
  }

  /** Runs until the signal aborts and every pass has ended. Rejects with {@link LeadershipLostError}, so that the process restarts. */
  async run(signal: AbortSignal): Promise<void> {
    const elector = this.#elector();
    if (elector === undefined) return this.#runControllers(signal);
    try {
      await elector.acquire(signal);
    } catch (thrown) {
      if (signal.aborted) return;
      throw thrown;
    }
    const controllers = new AbortController();
    const stop = (): void => controllers.abort(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    // The lead is held until the last pass has ended, or another process would begin while this one still writes.
    const held = new AbortController();
    const running = this.#runControllers(controllers.signal).finally(() => held.abort());
    try {
      await elector.hold(held.signal);
      await running;
    } catch (thrown) {
      controllers.abort(thrown);
      await running;
      throw thrown;
    } finally {
      signal.removeEventListener('abort', stop);
      await elector.release(AbortSignal.timeout(releaseTimeoutMs));
    }
  }

  /** Starts a pass, as an event would. Keys of a controller that does not run are ignored. */
  enqueue(controller: string, key: ObjectKey): void {
    this.#runners.get(controller)?.enqueue(key);
  }

  /** Whether every controller has begun and none has work in hands or waiting; what is due later does not count. */
  get isAtRest(): boolean {
    return [...this.#runners.values()].every((runner) => runner.isAtRest);
  }

  /** The cache of a controller's own kind, once it runs. */
  cache(controller: string): ObjectCache | undefined {
    return this.#runners.get(controller)?.cache;
  }

  async #runControllers(signal: AbortSignal): Promise<void> {
    const { log, client, random = Math.random } = this.#options;
    const runs = [...this.#runners.values()].map(async (runner) => {
      log.info('Starting Controller', { controller: runner.definition.name });
      await runner.run(signal);
      log.info('All workers finished', { controller: runner.definition.name });
    });
    await Promise.all([...runs, followDefinitions(client, this.#clock, random, signal)]);
  }

  #elector(): LeaderElector | undefined {
    const { leaderElection, client, log, random = Math.random } = this.#options;
    if (leaderElection === undefined) return undefined;
    return new LeaderElector({ ...leaderElection, client, log, random, clock: this.#clock });
  }

  #checks(): readonly HealthCheck[] {
    return [...this.#runners.values()].map(({ definition, isReady, cache }) => ({
      name: definition.name,
      failure: isReady ? undefined : (cache?.health.lastError ?? 'not started'),
    }));
  }
}
