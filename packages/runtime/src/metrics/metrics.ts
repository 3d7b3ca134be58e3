import type { Handler } from '@flux19/ports';
import type { ResultLabel } from '../controller/pass-outcome.ts';

/** Names one object in labels. */
export interface MetricSubject {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** One value of a metric that is read when it is asked for. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Counters of the controllers, under the names of Flux and controller-runtime. */
export interface Metrics {
  /** `controller_runtime_reconcile_total`, `_errors_total` and `_time_seconds`. */
  recordReconcile(controller: string, result: ResultLabel, seconds: number): void;
  /** `gotk_reconcile_duration_seconds{kind,name,namespace}`. */
  recordDuration(subject: MetricSubject, seconds: number): void;
  /** Forgets the series of a deleted object. */
  forget(subject: MetricSubject): void;
  readonly queue: QueueMetrics;
  /** Adds a gauge whose values are read when it is scraped. */
  gauge(name: string, help: string, labelNames: readonly string[], read: () => Iterable<Sample>): void;
  /** Adds a counter and answers what counts. */
  counter(
    name: string,
    help: string,
    labelNames: readonly string[],
  ): (labels: Readonly<Record<string, string>>, by?: number) => void;
  /** Prometheus text on GET /metrics. */
  readonly handler: Handler;
}

/** `workqueue_*`, as client-go names them. */
export interface QueueMetrics {
  added(queue: string): void;
  depth(queue: string, depth: number): void;
  retried(queue: string): void;
  waited(queue: string, seconds: number): void;
  worked(queue: string, seconds: number): void;
}
