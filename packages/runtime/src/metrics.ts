import type { Handler } from '@flux19/ports';

/** Counters of the controllers, under the names of Flux and controller-runtime. */
export interface Metrics {
  recordReconcile(controller: string, result: 'success' | 'error' | 'requeue' | 'requeue_after', seconds: number): void;
  /** `gotk_reconcile_duration_seconds{kind,name,namespace}`. */
  recordDuration(subject: { kind: string; name: string; namespace: string }, seconds: number): void;
  /** Forgets the series of a deleted object. */
  forget(subject: { kind: string; name: string; namespace: string }): void;
  readonly queue: QueueMetrics;
  /** Adds a gauge whose value is read when it is scraped. */
  gauge(name: string, help: string, read: () => readonly { labels: Record<string, string>; value: number }[]): void;
  counter(
    name: string,
    help: string,
    labelNames: readonly string[],
  ): (labels: Record<string, string>, by?: number) => void;
  /** Prometheus text on every GET. */
  readonly handler: Handler;
}

export interface QueueMetrics {
  added(queue: string): void;
  depth(queue: string, depth: number): void;
  retried(queue: string): void;
  waited(queue: string, seconds: number): void;
  worked(queue: string, seconds: number): void;
}

/** Makes a registry of its own (nothing is shared between two of them). */
export function createMetrics(): Metrics {
  throw new Error('not written yet');
}
