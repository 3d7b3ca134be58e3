import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Bench } from '../bench.ts';
import type { Figure, Scenario } from '../scenario.ts';

const signal = AbortSignal.timeout(300_000);

function configMap(name: string, value: string): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data: { value } };
}

const apply = (client: KubeClient, object: KubeObject) =>
  client.apply(object, { fieldManager: 'bench', force: true }, signal);

/** What the API server does in a second, one client, one request at a time. */
export const apiServer: Scenario = {
  name: 'api-server',
  description: 'requests per second of one client: get, no-op apply, changing apply, creating apply',
  async run({ client }: Bench): Promise<readonly Figure[]> {
    await apply(client, configMap('bench', 'same'));
    const address = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'bench' };
    const gets = await rate(2_000, () => client.get(address, signal));
    const unchanged = await rate(2_000, () => apply(client, configMap('bench', 'same')));
    const changing = await rate(1_000, (n) => apply(client, configMap('bench', `value ${n}`)));
    const creating = await rate(1_000, (n) => apply(client, configMap(`bench-${n}`, 'new')));
    return [
      { what: 'get', value: gets, unit: '/s' },
      { what: 'apply, nothing changes', value: unchanged, unit: '/s' },
      { what: 'apply, a value changes', value: changing, unit: '/s' },
      { what: 'apply, an object is created', value: creating, unit: '/s' },
      { what: 'nothing changes / a value changes', value: unchanged / changing, unit: '×' },
    ];
  },
};

async function rate(times: number, work: (n: number) => Promise<unknown>): Promise<number> {
  for (let n = 0; n < times / 4; n += 1) await work(-1 - n);
  const began = performance.now();
  for (let n = 0; n < times; n += 1) await work(n);
  return (times * 1000) / (performance.now() - began);
}
