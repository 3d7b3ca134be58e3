import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject } from '@flux19/objects';
import { startApi, type TestApi } from '../testing/api-client.ts';

const pods = '/api/v1/namespaces/default/pods';
const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'web', namespace: 'default' } };
const evict = (api: TestApi, query = '') => api.post(`${pods}/web/eviction${query}`, eviction);
const causeOf = ({ body }: { readonly body: JsonObject }) =>
  ((body['details'] as JsonObject)['causes'] as JsonObject[])[0]?.['message'];

/** A running pod under a budget of the given status. */
async function startWithBudget(status: JsonObject): Promise<TestApi> {
  const api = startApi();
  await api.post(pods, {
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: { containers: [{ name: 'c', image: 'nginx' }] },
  });
  const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
  await api.merge(`${pods}/web/status`, { status: ready });
  const spec = { minAvailable: 1, selector: { matchLabels: { app: 'web' } } };
  await api.post(budgets, { metadata: { name: 'web' }, spec });
  await api.merge(`${budgets}/web/status`, { status });
  return api;
}

suite('evictions', () => {
  test('delete pods that no budget protects, once they are told why', async () => {
    const api = startApi();
    await api.post(pods, { metadata: { name: 'web' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } });
    const { code, body } = await evict(api);
    assert.deepEqual([code, body['status']], [201, 'Success']);
    assert.equal((await api.get(`${pods}/web`)).code, 404);
    assert.equal((await evict(api)).code, 404);
  });

  test('wait until the budget has been looked at', async () => {
    const refused = await evict(await startWithBudget({}));
    assert.deepEqual(
      [refused.code, refused.headers.get('retry-after'), causeOf(refused)],
      [429, '10', 'The disruption budget web is still being processed by the server.'],
    );
  });

  test('are refused while the budget allows none', async () => {
    const status = { observedGeneration: 1, disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1 };
    const refused = await evict(await startWithBudget(status));
    assert.equal(refused.body['message'], "Cannot evict pod as it would violate the pod's disruption budget.");
    assert.equal(causeOf(refused), 'The disruption budget web needs 1 healthy pods and has 1 currently');
  });

  test('use up what the budget allows, but not in a dry run', async () => {
    const status = { observedGeneration: 1, disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1 };
    const api = await startWithBudget(status);
    assert.equal((await evict(api, '?dryRun=All')).code, 201);
    const allowed = async () => ((await api.get(`${budgets}/web`)).body['status'] as JsonObject)['disruptionsAllowed'];
    assert.equal(await allowed(), 1);
    assert.equal((await evict(api)).code, 201);
    assert.equal(await allowed(), 0);
    const after = (await api.get(`${budgets}/web`)).body['status'] as JsonObject;
    assert.deepEqual(Object.keys(after['disruptedPods'] as JsonObject), ['web']);
  });

  test('name the pod of their path', async () => {
    const api = await startWithBudget({});
    const { code, body } = await api.post(`${pods}/web/eviction`, { ...eviction, metadata: { name: 'other' } });
    assert.deepEqual([code, body['message']], [400, 'name in URL does not match name in Eviction object']);
  });
});

suite('bindings', () => {
  test('give a pod to a node, once', async () => {
    const api = startApi();
    await api.post(pods, { metadata: { name: 'web' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } });
    const bind = (node: string) =>
      api.post(`${pods}/web/binding`, { metadata: { name: 'web' }, target: { kind: 'Node', name: node } });
    assert.equal((await bind('a')).code, 201);
    const { code, body } = await bind('b');
    assert.deepEqual(
      [code, body['message']],
      [409, 'Operation cannot be fulfilled on pods/binding "web": pod web is already assigned to node "a"'],
    );
    assert.equal(((await api.get(`${pods}/web`)).body['spec'] as JsonObject)['nodeName'], 'a');
  });
});
