// A cluster of its own for each test: it takes a few milliseconds to start and needs no port until somebody asks for a kubeconfig.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { startCluster } from '@flux19/cluster';

const { signal } = new AbortController();

suite('the first example', () => {
  test('brings a Deployment to ready', async () => {
    await using cluster = await startCluster({
      objects: `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: default}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: registry.example/web:1}]}
`,
    });
    await cluster.settle();
    const address = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web' };
    const { status } = (await cluster.client.get(address, signal)) as unknown as { status: { readyReplicas: number } };
    assert.equal(status.readyReplicas, 2);
  });

  test('serves any client that reads a kubeconfig', async () => {
    await using cluster = await startCluster();
    const kubeconfig = await cluster.kubeconfig();
    assert.match(kubeconfig, /server: https:\/\/127\.0\.0\.1:/);
  });

  test('answers fetch without a port', async () => {
    await using cluster = await startCluster();
    const headers = { authorization: `Bearer ${cluster.token}` };
    const answer = await cluster.fetch(new Request('http://cluster/api/v1/namespaces/default', { headers }));
    assert.equal(answer.status, 200);
  });
});
