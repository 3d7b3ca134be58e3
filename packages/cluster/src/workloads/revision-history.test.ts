import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KubeObject } from '@flux19/objects';
import { eventually } from '@flux19/ports';
import { createLogger } from '@flux19/runtime';
import { startCluster } from '../start-cluster.ts';

const log = createLogger({ level: 'error', write: () => undefined });
const { signal } = new AbortController();
const labels = { app: 'db' };

function statefulSet(image: string): KubeObject {
  const template = { metadata: { labels }, spec: { containers: [{ name: 'db', image }] } };
  const spec = { replicas: 1, serviceName: 'db', selector: { matchLabels: labels }, revisionHistoryLimit: 1, template };
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db', namespace: 'default' }, spec };
}

const imageOf = (revision: KubeObject): string | undefined => {
  const { spec } = revision['data'] as { spec: { template: { spec: { containers: { image: string }[] } } } };
  return spec.template.spec.containers[0]?.image;
};

suite('revisionHistoryController', () => {
  test('numbers templates in the order of their use, and forgets those beyond the limit', async () => {
    const { client, close } = await startCluster({ log });
    try {
      const history = async () => {
        const selection = { namespace: 'default', labelSelector: 'app=db' };
        const { items } = await client.list({ apiVersion: 'apps/v1', kind: 'ControllerRevision' }, selection, signal);
        return items.map((item) => `${item['revision']} ${imageOf(item)}`).toSorted();
      };
      const use = (image: string) => client.apply(statefulSet(image), { fieldManager: 'test' }, signal);
      await use('db:1');
      await eventually(async () => assert.deepEqual(await history(), ['1 db:1']));
      await use('db:2');
      await eventually(async () => assert.deepEqual(await history(), ['1 db:1', '2 db:2']));
      await use('db:1');
      await eventually(async () => assert.deepEqual(await history(), ['2 db:2', '3 db:1']));
      await use('db:3');
      await eventually(async () => assert.deepEqual(await history(), ['3 db:1', '4 db:3']));
    } finally {
      await close();
    }
  });
});
