// The cluster of a soak, in a process of its own: what its load costs must not count as the cluster's.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { startCluster } from '@flux19/cluster';
import type { ServerAnswer, ServerQuestion } from './server-process.ts';
import { soakFaults } from './soak-faults.ts';

const resolutionMs = 10;
const broken: string[] = [];
process.on('unhandledRejection', (reason) => broken.push(`unhandled rejection: ${String(reason)}`));
process.on('uncaughtException', (error) => broken.push(`uncaught exception: ${error.stack ?? error.message}`));

const [seed = '1'] = process.argv.slice(2);
// A short history is full, and memory at its level, soon after the start; it is still longer than any connection is away.
const eventHistory = 500;
const cluster = await startCluster({ authorization: 'RBAC', faults: soakFaults(Number(seed)), eventHistory });
const kubeconfig = await cluster.kubeconfig();
const delay = monitorEventLoopDelay({ resolution: resolutionMs });
delay.enable();

async function answer(question: ServerQuestion): Promise<ServerAnswer> {
  switch (question.ask) {
    case 'kubeconfig':
      return { kubeconfig };
    case 'forget delays':
      delay.reset();
      return {};
    case 'restart':
      cluster.restart(question.downMs);
      return {};
    case 'end faults':
      cluster.faults.clear();
      return {};
    case 'hits':
      return { hits: Object.fromEntries(cluster.faults.list().map(({ name, hits }) => [name, hits])) };
    case 'vitals': {
      // The histogram holds whole intervals; what lies above the interval that was asked for is delay.
      const p99Ms = Math.max(0, delay.percentile(99) / 1e6 - resolutionMs);
      const maxMs = Math.max(0, delay.max / 1e6 - resolutionMs);
      await collectGarbage();
      const { heapUsed, rss, external } = process.memoryUsage();
      return { vitals: { p99Ms, maxMs, heapBytes: heapUsed + external, rssBytes: rss, broken } };
    }
  }
}

async function collectGarbage(): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    globalThis.gc?.();
    await wait(20);
  }
}

process.on('message', (question: ServerQuestion & { readonly id: number }) => {
  void answer(question).then((reply) => process.send?.({ ...reply, id: question.id }));
});
process.on('disconnect', () => void cluster.close().then(() => process.exit(0)));
