import type { Bench } from '../bench.ts';
import {
  createAll,
  folders,
  gitRepository,
  isReady,
  kustomization,
  untilKustomizations,
  untilObject,
} from '../objects.ts';
import { distribution, type Figure, type Scenario } from '../scenario.ts';

const rounds = 25;
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'app-0-0' };

/** How long a commit takes to become the state of the cluster, counted from the end of the push. */
export const pushToApplied: Scenario = {
  name: 'push-to-applied',
  description: `push → object changed → Kustomization Ready, ${rounds} times`,
  async run(bench: Bench): Promise<readonly Figure[]> {
    await bench.commit(folders(1, 7, 'start'));
    await createAll(bench.client, [gitRepository(bench), kustomization(bench, 0)]);
    await untilKustomizations(bench, 1, (object) => isReady(object));
    const applied: number[] = [];
    const ready: number[] = [];
    const requests: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const value = `round ${round}`;
      const hasValue = (object: { readonly [field: string]: unknown }): boolean =>
        (object['data'] as { readonly value?: string })?.value === value;
      const seen = untilObject(bench.client, configMap, hasValue);
      const before = bench.requests();
      const commit = await bench.commit({ ...folders(1, 1, value) });
      const began = performance.now();
      await seen;
      applied.push(performance.now() - began);
      await untilKustomizations(bench, 1, (object) => isReady(object, commit));
      ready.push(performance.now() - began);
      requests.push(bench.requests() - before);
    }
    const [toApplied, toReady] = [distribution(applied), distribution(ready)];
    return [
      { what: 'applied, median', value: toApplied.median, unit: 'ms' },
      { what: 'applied, p95', value: toApplied.p95, unit: 'ms' },
      { what: 'Ready, median', value: toReady.median, unit: 'ms' },
      { what: 'Ready, p95', value: toReady.p95, unit: 'ms' },
      { what: 'Ready / applied', value: toReady.median / toApplied.median, unit: '×' },
      // The bench's own list and watch count too: four requests a round.
      { what: 'requests of source and Kustomization, median', value: distribution(requests).median - 4, unit: '' },
    ];
  },
};
