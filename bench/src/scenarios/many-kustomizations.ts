import { annotations } from '@flux19/api';
import { addressOf } from '@flux19/kube';
import type { Bench } from '../bench.ts';
import {
  createAll,
  folders,
  gitRepository,
  isReady,
  kustomization,
  statusOf,
  untilKustomizations,
} from '../objects.ts';
import type { Figure, Scenario } from '../scenario.ts';

const objectsEach = 7;

/** How N Kustomizations of 7 ConfigMaps, created at once, become Ready; then how they take a change, and a pass without one. */
export function manyKustomizations(count: number): Scenario {
  return {
    name: `kustomizations-${count}`,
    description: `${count} Kustomizations × ${objectsEach} ConfigMaps: created → Ready, changed, unchanged`,
    run: (bench) => measure(bench, count),
  };
}

async function measure(bench: Bench, count: number): Promise<readonly Figure[]> {
  await bench.commit(folders(count, objectsEach, 'start'));
  await createAll(bench.client, [gitRepository(bench)]);
  const created = await phase(bench, async () => {
    const objects = Array.from({ length: count }, (_, n) => kustomization(bench, n));
    await createAll(bench.client, objects);
    await untilKustomizations(bench, count, (object) => isReady(object));
  });
  const changed = await phase(bench, async () => {
    const commit = await bench.commit(folders(count, objectsEach, 'changed'));
    await untilKustomizations(bench, count, (object) => isReady(object, commit));
  });
  const unchanged = await phase(bench, () => request(bench, count));
  const each = (requests: number): number => requests / count;
  return [
    { what: 'created → all Ready', value: created.ms, unit: 'ms' },
    { what: 'new commit → all Ready', value: changed.ms, unit: 'ms' },
    { what: 'asked to reconcile, nothing changed → all handled', value: unchanged.ms, unit: 'ms' },
    { what: 'unchanged / changed', value: unchanged.ms / changed.ms, unit: '×' },
    { what: 'CPU, created', value: created.cpuMs, unit: 'ms' },
    { what: 'CPU, changed', value: changed.cpuMs, unit: 'ms' },
    { what: 'CPU, unchanged', value: unchanged.cpuMs, unit: 'ms' },
    // The bench itself creates each Kustomization, or asks it to reconcile: one request each.
    { what: 'requests per Kustomization, created', value: each(created.requests) - 1, unit: '' },
    { what: 'requests per Kustomization, changed', value: each(changed.requests), unit: '' },
    { what: 'requests per Kustomization, unchanged', value: each(unchanged.requests) - 1, unit: '' },
    { what: 'resident memory of the process', value: process.memoryUsage.rss() / 2 ** 20, unit: 'MiB' },
  ];
}

interface Phase {
  readonly ms: number;
  readonly cpuMs: number;
  readonly requests: number;
}

async function phase(bench: Bench, work: () => Promise<void>): Promise<Phase> {
  const [began, cpu, requests] = [performance.now(), process.cpuUsage(), bench.requests()];
  await work();
  const used = process.cpuUsage(cpu);
  return {
    ms: performance.now() - began,
    cpuMs: (used.user + used.system) / 1000,
    requests: bench.requests() - requests,
  };
}

/** Asks every Kustomization for a pass and waits until each has had one. */
async function request(bench: Bench, count: number): Promise<void> {
  const token = `bench-${performance.now()}`;
  const handled = untilKustomizations(bench, count, (object) => statusOf(object).lastHandledReconcileAt === token);
  const patch = { metadata: { annotations: { [annotations.reconcileRequestedAt]: token } } };
  const signal = AbortSignal.timeout(60_000);
  const names = Array.from({ length: count }, (_, n) => kustomization(bench, n));
  await Promise.all(names.map((object) => bench.client.patch(addressOf(object), patch, { type: 'merge' }, signal)));
  await handled;
}
