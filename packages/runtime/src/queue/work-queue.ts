import type { Clock } from '@flux19/ports';
import type { QueueMetrics } from '../metrics/metrics.ts';
import { Schedule } from './schedule.ts';

export interface WorkQueueOptions {
  /** In metrics. */
  readonly name: string;
  readonly clock: Clock;
  /** After it, nothing is handed out any more. */
  readonly signal: AbortSignal;
  readonly metrics: QueueMetrics;
  /** First and longest pause after failures in a row. Defaults 750 and 900 000, as in Flux. */
  readonly minRetryDelayMs?: number | undefined;
  readonly maxRetryDelayMs?: number | undefined;
}

const firstRetryMs = 750;
const longestRetryMs = 15 * 60_000;

/**
 * Keys that wait for a pass. A key waits once however often it is added; one that is added during its own pass waits again after
 * it; no key is handed out twice at a time.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #schedule: Schedule;
  readonly #ready: string[] = [];
  #readyAt = 0;
  /** Keys that need a pass, and since when. */
  readonly #dirty = new Map<string, number>();
  /** Keys in a pass, and since when. */
  readonly #processing = new Map<string, number>();
  readonly #failures = new Map<string, number>();
  #notify: () => void = () => undefined;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
    this.#schedule = new Schedule(options.clock, options.signal, (key) => this.add(key));
  }

  /** Called whenever `take` may have something. */
  onReady(notify: () => void): void {
    this.#notify = notify;
  }

  /** Asks for a pass, now. */
  add(key: string): void {
    if (this.#dirty.has(key) || this.#options.signal.aborted) return;
    this.#dirty.set(key, this.#options.clock.now());
    this.#options.metrics.added(this.#options.name);
    if (!this.#processing.has(key)) this.#offer(key);
  }

  /** Asks for a pass later; replaces what was asked for later before. A pass that begins for another reason cancels it. */
  addAfter(key: string, delayMs: number): void {
    if (delayMs <= 0) this.add(key);
    else this.#schedule.set(key, delayMs);
  }

  /** Asks for a pass after a failure, later with each failure in a row; answers when, in milliseconds. */
  retry(key: string): number {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    const { minRetryDelayMs = firstRetryMs, maxRetryDelayMs = longestRetryMs } = this.#options;
    const delayMs = Math.min(maxRetryDelayMs, minRetryDelayMs * 2 ** Math.min(failures, 40));
    this.addAfter(key, delayMs);
    this.#options.metrics.retried(this.#options.name);
    return delayMs;
  }

  /** The key did well: its next failure counts as the first. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** A key whose pass begins now, or undefined when none waits. `done` must follow. */
  take(): string | undefined {
    if (this.#options.signal.aborted) return undefined;
    const key = this.#ready[this.#readyAt];
    if (key === undefined) return undefined;
    this.#readyAt += 1;
    this.#compact();
    const { clock, metrics, name } = this.#options;
    const now = clock.now();
    metrics.waited(name, (now - (this.#dirty.get(key) ?? now)) / 1000);
    metrics.depth(name, this.length);
    this.#dirty.delete(key);
    this.#processing.set(key, now);
    this.#schedule.cancel(key);
    return key;
  }

  /** The pass of a key has ended. */
  done(key: string): void {
    const { clock, metrics, name } = this.#options;
    const beganAtMs = this.#processing.get(key);
    if (beganAtMs === undefined) return;
    this.#processing.delete(key);
    metrics.worked(name, (clock.now() - beganAtMs) / 1000);
    if (this.#dirty.has(key)) this.#offer(key);
  }

  /** How many keys wait. */
  get length(): number {
    return this.#ready.length - this.#readyAt;
  }

  /** How long each of the passes under way has taken, in seconds. */
  unfinishedSeconds(): readonly number[] {
    const now = this.#options.clock.now();
    return [...this.#processing.values()].map((beganAtMs) => (now - beganAtMs) / 1000);
  }

  /** How many keys are to be added later. */
  get scheduled(): number {
    return this.#schedule.size;
  }

  /** Drops the part of the list that was handed out: now and then, since each time costs a copy. */
  #compact(): void {
    if (this.#readyAt < 1024 || this.#readyAt * 2 < this.#ready.length) return;
    this.#ready.splice(0, this.#readyAt);
    this.#readyAt = 0;
  }

  #offer(key: string): void {
    this.#ready.push(key);
    this.#options.metrics.depth(this.#options.name, this.length);
    this.#notify();
  }
}
