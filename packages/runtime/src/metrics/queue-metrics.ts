import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { queueBuckets } from './buckets.ts';
import type { QueueMetrics } from './metrics.ts';

/** The metrics of the work queues. */
export function createQueueMetrics(registry: Registry): QueueMetrics {
  const labelNames = ['name', 'controller'] as const;
  const registers = [registry];
  const adds = new Counter({
    name: 'workqueue_adds_total',
    help: 'Total number of adds handled by workqueue',
    labelNames,
    registers,
  });
  const depth = new Gauge({ name: 'workqueue_depth', help: 'Current depth of workqueue', labelNames, registers });
  const retries = new Counter({
    name: 'workqueue_retries_total',
    help: 'Total number of retries handled by workqueue',
    labelNames,
    registers,
  });
  const waited = new Histogram({
    name: 'workqueue_queue_duration_seconds',
    help: 'How long in seconds an item stays in workqueue before being requested',
    labelNames,
    buckets: queueBuckets,
    registers,
  });
  const worked = new Histogram({
    name: 'workqueue_work_duration_seconds',
    help: 'How long in seconds processing an item from workqueue takes.',
    labelNames,
    buckets: queueBuckets,
    registers,
  });
  const labels = (queue: string): { name: string; controller: string } => ({ name: queue, controller: queue });
  return {
    added: (queue) => adds.inc(labels(queue)),
    depth: (queue, value) => depth.set(labels(queue), value),
    retried: (queue) => retries.inc(labels(queue)),
    waited: (queue, seconds) => waited.observe(labels(queue), seconds),
    worked: (queue, seconds) => worked.observe(labels(queue), seconds),
  };
}
