import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { createAll, folders, gitRepository, isReady, kustomization, untilKustomizations } from '../objects.ts';
import type { Figure, Scenario } from '../scenario.ts';

const count = 100;
const seconds = 90;

/** What 100 Kustomizations at an interval of a minute cost while nothing changes. */
export const idle: Scenario = {
  name: 'idle',
  description: `${count} Kustomizations × 7 objects at an interval of 1m, ${seconds} s of nothing`,
  async run(bench: Bench): Promise<readonly Figure[]> {
    await bench.commit(folders(count, 7, 'start'));
    await createAll(bench.client, [
      gitRepository(bench),
      ...Array.from({ length: count }, (_, n) => kustomization(bench, n, '1m')),
    ]);
    await untilKustomizations(bench, count, (object) => isReady(object));
    await sleep(5_000);
    const [cpu, requests] = [process.cpuUsage(), bench.requests()];
    await sleep(seconds * 1000);
    const used = process.cpuUsage(cpu);
    return [
      { what: 'CPU', value: (used.user + used.system) / 10_000 / seconds, unit: '% of a core' },
      { what: 'requests', value: ((bench.requests() - requests) * 60) / seconds, unit: 'per minute' },
      { what: 'resident memory of the process', value: process.memoryUsage.rss() / 2 ** 20, unit: 'MiB' },
    ];
  },
};
