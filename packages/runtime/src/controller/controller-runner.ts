import type { CacheChange, CacheLease, KubeClient, ObjectCache, SharedCaches, Unsubscribe } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { Logger } from '../logs/logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { WorkQueue } from '../queue/work-queue.ts';
import type { ControllerDefinition, ReconcileContext, ReconcileResult } from './controller-definition.ts';
import { addFinalizer, hasFinalizer, removeFinalizer } from './finalizers.ts';
import { acquireWhenServed, followWatch } from './follow-watch.ts';
import { keyOf, keyText, type ObjectKey, parseKey } from './object-key.ts';
import { passLogger } from './pass-logger.ts';
import { actionAfter, type PassOutcome } from './pass-outcome.ts';
import { ReconcileError } from './reconcile-error.ts';
import { isReconcileTrigger } from './triggers.ts';

export interface RunnerOptions {
  readonly client: KubeClient;
  readonly caches: SharedCaches;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly newId: () => string;
  readonly minRetryDelayMs: number | undefined;
  readonly maxRetryDelayMs: number | undefined;
  readonly gracefulShutdownMs: number;
}

const defaultConcurrency = 4;

/** Runs one controller: keeps its queue filled from watches and its passes going, no more than its concurrency at a time. */
export class ControllerRunner {
  readonly definition: ControllerDefinition;
  readonly #options: RunnerOptions;
  readonly #wakers = new Map<string, Unsubscribe>();
  readonly #passes = new Set<Promise<void>>();
  #queue: WorkQueue | undefined;
  #lease: CacheLease | undefined;
  #isStarted = false;

  constructor(definition: ControllerDefinition, options: RunnerOptions) {
    this.definition = definition;
    this.#options = options;
  }

  /** The cache of the own kind, once it is known. */
  get cache(): ObjectCache | undefined {
    return this.#lease?.cache;
  }

  /** True when the first list is there and passes run. */
  get isReady(): boolean {
    return this.#isStarted;
  }

  /** Whether it runs and has no pass under way or waiting. */
  get isAtRest(): boolean {
    return this.#isStarted && this.#passes.size === 0 && this.#queue?.length === 0;
  }

  get activePasses(): number {
    return this.#passes.size;
  }

  /** How long each of the passes under way has taken, in seconds. */
  unfinishedSeconds(): readonly number[] {
    return this.#queue?.unfinishedSeconds() ?? [];
  }

  enqueue(key: ObjectKey): void {
    this.#queue?.add(keyText(key));
  }

  /** Runs until the signal aborts and the passes that run then have ended, by themselves or at the deadline. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, metrics, minRetryDelayMs, maxRetryDelayMs } = this.#options;
    const queue = new WorkQueue({
      name: this.definition.name,
      clock,
      signal,
      metrics: metrics.queue,
      minRetryDelayMs,
      maxRetryDelayMs,
    });
    this.#queue = queue;
    const passes = new AbortController();
    const releases: Unsubscribe[] = [];
    try {
      const lease = await acquireWhenServed(this.definition, this.#options, signal);
      this.#lease = lease;
      releases.push(
        lease.release,
        lease.cache.onChange((change) => this.#hear(change, queue)),
      );
      await lease.cache.ready(signal);
      for (const object of lease.cache.list()) queue.add(keyText(keyOf(object)));
      const watches = (this.definition.watches ?? []).map((watch) =>
        followWatch(watch, lease.cache, (key) => queue.add(keyText(key)), this.#options, signal),
      );
      this.#isStarted = true;
      queue.onReady(() => this.#pump(queue, lease.cache, passes.signal));
      this.#pump(queue, lease.cache, passes.signal);
      await Promise.all([aborted(signal), ...watches]);
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
    } finally {
      this.#isStarted = false;
      for (const release of releases) release();
      await this.#drain(passes);
      for (const stop of this.#wakers.values()) stop();
      this.#wakers.clear();
    }
  }

  #hear(change: CacheChange, queue: WorkQueue): void {
    const isTrigger = this.definition.isTrigger ?? isReconcileTrigger;
    if (isTrigger(change)) queue.add(keyText(keyOf(change.object)));
  }

  #pump(queue: WorkQueue, cache: ObjectCache, signal: AbortSignal): void {
    const { concurrency = defaultConcurrency } = this.definition;
    while (this.#passes.size < concurrency) {
      const key = queue.take();
      if (key === undefined) return;
      const pass = this.#pass(key, queue, cache, signal);
      this.#passes.add(pass);
      void pass.finally(() => {
        this.#passes.delete(pass);
        this.#pump(queue, cache, signal);
      });
    }
  }

  /** Never rejects. */
  async #pass(text: string, queue: WorkQueue, cache: ObjectCache, signal: AbortSignal): Promise<void> {
    const { clock, metrics } = this.#options;
    this.#wakers.get(text)?.();
    this.#wakers.delete(text);
    const key = parseKey(text);
    const subject = { kind: this.definition.resource.kind, ...key };
    const object = cache.get(key.namespace, key.name);
    const beganAtMs = clock.now();
    const outcome = await this.#outcome(key, object, cache, signal);
    const seconds = (clock.now() - beganAtMs) / 1000;
    const { action, label } = actionAfter(outcome);
    if (label !== undefined) metrics.recordReconcile(this.definition.name, label, seconds);
    if (outcome.kind === 'gone') metrics.forget(subject);
    else if (outcome.kind !== 'aborted') metrics.recordDuration(subject, seconds);
    if (action.kind !== 'backoff') queue.forget(text);
    // All of it before `done`, which may begin the next pass at once: that one must find and end what this one has left.
    if (action.kind === 'later') queue.addAfter(text, action.delayMs);
    if (action.kind === 'backoff') queue.retry(text);
    this.#waitFor(text, outcome, queue);
    queue.done(text);
  }

  #waitFor(text: string, outcome: PassOutcome, queue: WorkQueue): void {
    const wakeOn =
      outcome.kind === 'done' ? outcome.result.wakeOn : outcome.kind === 'failed' ? outcome.error.wakeOn : undefined;
    if (wakeOn === undefined) return;
    let stop: Unsubscribe | undefined;
    let isWoken = false;
    stop = wakeOn(() => {
      isWoken = true;
      stop?.();
      queue.add(text);
    });
    if (isWoken) stop();
    else this.#wakers.set(text, stop);
  }

  async #outcome(
    key: ObjectKey,
    object: KubeObject | undefined,
    cache: ObjectCache,
    signal: AbortSignal,
  ): Promise<PassOutcome> {
    if (object === undefined) {
      this.definition.forget?.(key);
      return { kind: 'gone' };
    }
    const log = passLogger(this.#options.log, this.definition, key, this.#options.newId());
    try {
      return { kind: 'done', result: await this.#reconcile(key, signal, { object, cache, log }) };
    } catch (thrown) {
      if (signal.aborted) return { kind: 'aborted' };
      const error = ReconcileError.from(thrown);
      log.error('Reconciler error', error);
      return { kind: 'failed', error };
    }
  }

  async #reconcile(key: ObjectKey, signal: AbortSignal, context: ReconcileContext): Promise<ReconcileResult> {
    const { finalizer, finalize, fieldManager, reconcile } = this.definition;
    // Without a finalizer of its own, what a deletion means is the controller's business.
    if (finalizer === undefined) return reconcile(key, signal, context);
    const { object, cache } = context;
    const change = { client: this.#options.client, object, finalizer, fieldManager };
    const isOurs = hasFinalizer(object, finalizer);
    if (object.metadata.deletionTimestamp === undefined) {
      if (isOurs) return reconcile(key, signal, context);
      // Flux: the first pass only adds the finalizer, so that nothing is done that could not be undone.
      remember(cache, await addFinalizer(change, signal));
      return { requeueAfterMs: 0 };
    }
    if (!isOurs) return {};
    const result = (await finalize?.(key, signal, context)) ?? {};
    if (result.requeueAfterMs !== undefined || result.wakeOn !== undefined) return result;
    remember(cache, await removeFinalizer(change, signal));
    return {};
  }

  /** Lets the running passes end, and aborts those that do not in time. */
  async #drain(passes: AbortController): Promise<void> {
    const { clock, gracefulShutdownMs } = this.#options;
    const ended = new AbortController();
    const deadline = clock.sleep(gracefulShutdownMs, ended.signal).catch(() => undefined);
    await Promise.race([Promise.all(this.#passes), deadline]);
    ended.abort();
    passes.abort(new Error('the controller stops'));
    await Promise.all(this.#passes);
  }
}

function remember(cache: ObjectCache, object: KubeObject | undefined): void {
  if (object !== undefined) cache.remember(object);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}
