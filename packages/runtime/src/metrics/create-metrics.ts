import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { reconcileBuckets, reconcileTimeBuckets } from './buckets.ts';
import type { MetricSubject, Metrics } from './metrics.ts';
import { createQueueMetrics } from './queue-metrics.ts';

/** Makes a registry of its own: two in one process share nothing. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const total = new Counter({
    name: 'controller_runtime_reconcile_total',
    help: 'Total number of reconciliations per controller',
    labelNames: ['controller', 'result'],
    registers,
  });
  const errors = new Counter({
    name: 'controller_runtime_reconcile_errors_total',
    help: 'Total number of reconciliation errors per controller',
    labelNames: ['controller'],
    registers,
  });
  const time = new Histogram({
    name: 'controller_runtime_reconcile_time_seconds',
    help: 'Length of time per reconciliation per controller',
    labelNames: ['controller'],
    buckets: reconcileTimeBuckets,
    registers,
  });
  const duration = new Histogram({
    name: 'gotk_reconcile_duration_seconds',
    help: 'The duration in seconds of a GitOps Toolkit resource reconciliation.',
    labelNames: ['kind', 'name', 'namespace'],
    buckets: reconcileBuckets,
    registers,
  });
  return {
    recordReconcile(controller, result, seconds) {
      total.inc({ controller, result });
      time.observe({ controller }, seconds);
      if (result === 'error') errors.inc({ controller });
    },
    recordDuration: (subject, seconds) => duration.observe(labelsOf(subject), seconds),
    forget: (subject) => duration.remove(labelsOf(subject)),
    queue: createQueueMetrics(registry),
    gauge(name, help, labelNames, read) {
      const gauge = new Gauge({
        name,
        help,
        labelNames: [...labelNames],
        registers,
        collect() {
          gauge.reset();
          for (const { labels, value } of read()) gauge.set(labels, value);
        },
      });
    },
    counter(name, help, labelNames) {
      const counter = new Counter({ name, help, labelNames: [...labelNames], registers });
      return (labels, by = 1) => counter.inc(labels, by);
    },
    async handler(request) {
      if (request.method !== 'GET') return new Response('method not allowed\n', { status: 405 });
      if (new URL(request.url).pathname !== '/metrics') return new Response('not found\n', { status: 404 });
      return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
    },
  };
}

function labelsOf({ kind, name, namespace }: MetricSubject): Record<'kind' | 'name' | 'namespace', string> {
  return { kind, name, namespace };
}
