import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { KubeObject } from '@flux19/objects';
import { parseManifests } from '@flux19/yaml';
import { runLine } from '../../testing/run-line.ts';
import { startTestCluster, type TestCluster } from '../../testing/test-cluster.ts';

const never = new AbortController().signal;

function objectsOf(text: string): readonly KubeObject[] {
  return parseManifests(text).map(({ value }) => value as unknown as KubeObject);
}

suite('install', () => {
  let cluster: TestCluster;
  before(async () => {
    cluster = await startTestCluster();
  });
  after(() => cluster.close());

  test('exports objects that an API server takes, all with the labels of Flux', async () => {
    const { code, out } = await runLine('install --export -n gitops --toleration-keys a,b --registry registry.test/x');
    assert.equal(code, 0);
    const objects = objectsOf(out);
    for (const object of objects) {
      assert.equal(object.metadata.labels?.['app.kubernetes.io/part-of'], 'flux', object.metadata.name);
      await cluster.client.apply(object, { fieldManager: 'flux', force: true }, never);
    }
    const kinds = new Map(objects.map(({ kind }) => [kind, objects.filter((other) => other.kind === kind).length]));
    assert.equal(kinds.get('CustomResourceDefinition'), 15);
    assert.equal(kinds.get('Deployment'), 1);
    assert.match(out, /image: registry\.test\/x\/flux19:v/);
  });

  test('has no policies where none are wanted, and watches one namespace only', async () => {
    const { out } = await runLine('install --export --network-policy=false --watch-all-namespaces=false');
    assert.doesNotMatch(out, /kind: NetworkPolicy/);
    assert.match(out, /- --watch-all-namespaces=false\n/);
  });

  test('refuses components that there are not', async () => {
    const { error } = await runLine('install --components nothing');
    assert.equal(error, 'component nothing is not available');
  });

  test('asks before it uninstalls, and takes everything of Flux away', async () => {
    const { client } = cluster;
    assert.equal((await runLine('uninstall -n gitops', { client })).error, 'aborting');
    const dry = await runLine('uninstall -n gitops --dry-run', { client });
    assert.match(dry.err, /✔ Deployment\/gitops\/flux19 deleted \(dry run\)\n/);
    const done = await runLine('uninstall -n gitops --silent', { client });
    assert.match(done.err, /✔ CustomResourceDefinition\/buckets\.source\.toolkit\.fluxcd\.io deleted \n/);
    assert.match(done.err, /✔ Namespace\/gitops deleted \n✔ uninstall finished\n$/);
    const left = await client.list(
      { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' },
      { labelSelector: 'app.kubernetes.io/part-of=flux' },
      never,
    );
    assert.deepEqual(left.items, []);
  });
});
