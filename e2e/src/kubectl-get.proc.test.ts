import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { configMap, deployment } from './clients/manifests.ts';
import { suiteWithKubectl } from './clients/suite-with-kubectl.ts';

await suiteWithKubectl('kubectl get', ({ kubectl }) => {
  before(async () => {
    await kubectl.run('apply -f -', deployment(2));
    await kubectl.run('rollout status deployment/web --timeout=20s');
  });

  test('prints the columns of the kind, and more of them when wide', async () => {
    const table = await kubectl.run('get deployments');
    assert.match(table, /^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +2\/2 +2 +2 +\d+s\n$/);
    const wide = await kubectl.run('get deployments -o wide');
    assert.match(wide, /^NAME .* AGE +CONTAINERS +IMAGES +SELECTOR\nweb .* web +registry\.example\/web:1 +app=web\n$/);
    assert.match(
      await kubectl.run('get pods'),
      /^NAME +READY +STATUS +RESTARTS +AGE\n(web-\S+ +1\/1 +Running +0 +\d+s\n){2}$/,
    );
    assert.match(await kubectl.run('get namespaces'), /^NAME +STATUS +AGE\ndefault +Active +\d+s\n/);
    assert.match(await kubectl.run('get nodes'), /^NAME +STATUS +ROLES +AGE +VERSION\n\S+ +Ready /);
    assert.match(
      await kubectl.run('get services'),
      /^NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\(S\) +AGE\nkubernetes +ClusterIP +10\./,
    );
  });

  test('prints an object as YAML and as JSON', async () => {
    const yaml = await kubectl.run('get deployment web -o yaml');
    assert.match(yaml, /^apiVersion: apps\/v1\nkind: Deployment\nmetadata:\n/);
    assert.doesNotMatch(yaml, /managedFields/);
    assert.match(
      await kubectl.run('get deployment web -o yaml --show-managed-fields'),
      /managedFields:\n {2}- apiVersion/,
    );
    const json: unknown = JSON.parse(await kubectl.run('get deployment web -o json'));
    assert.ok(typeof json === 'object' && json !== null && 'kind' in json);
    assert.equal(json.kind, 'Deployment');
  });

  test("prints names, JSONPath, templates and columns of one's own", async () => {
    assert.equal(await kubectl.run('get deployments -o name'), 'deployment.apps/web\n');
    assert.equal(await kubectl.run('get deployment web -o jsonpath={.spec.replicas}'), '2');
    assert.equal(await kubectl.run('get deployment web -o go-template={{.metadata.name}}'), 'web');
    const columns = await kubectl.run('get deployments -o custom-columns=N:.metadata.name,R:.spec.replicas');
    assert.equal(columns, 'N     R\nweb   2\n');
  });

  test('takes several kinds, short names, names with a kind, and all', async () => {
    assert.match(
      await kubectl.run('get deploy,rs,po'),
      /deployment\.apps\/web[\s\S]*replicaset\.apps\/web-[\s\S]*pod\/web-/,
    );
    assert.equal(await kubectl.run('get deploy/web ns/default -o name'), 'deployment.apps/web\nnamespace/default\n');
    const all = await kubectl.run('get all -o name');
    for (const kind of ['pod/', 'service/kubernetes', 'deployment.apps/web', 'replicaset.apps/'])
      assert.ok(all.includes(kind), all);
  });

  test('selects by labels, fields and namespaces', async () => {
    const lines = async (words: string): Promise<number> =>
      (await kubectl.run(`${words} -o name`)).split('\n').length - 1;
    assert.equal(await lines('get pods -l app=web'), 2);
    assert.equal(await lines('get pods -l app!=web'), 0);
    assert.equal(await lines('get pods --selector app'), 2);
    assert.equal(await lines('get namespaces --field-selector metadata.name=default'), 1);
    assert.equal(await lines('get pods --field-selector status.phase=Running'), 2);
    assert.equal(await lines('get pods --field-selector status.phase!=Running'), 0);
    assert.match(await kubectl.run('get pods -A'), /^NAMESPACE +NAME +READY/);
    assert.match(await kubectl.fail('get pods --field-selector spec.nonsense=1'), /field label not supported/);
    assert.match(await kubectl.run('get pods --show-labels'), /LABELS\nweb-.* app=web,pod-template-hash=/);
    assert.match(await kubectl.run('get pods -L app'), /APP\nweb-.* web\n/);
  });

  test('sorts, pages, and says what is not there', async () => {
    for (const name of ['c', 'a', 'b']) await kubectl.run('apply -f -', configMap(`sorted-${name}`, {}));
    const sorted = await kubectl.run('get configmaps --sort-by=.metadata.name --chunk-size=1 -o name');
    assert.match(sorted, /sorted-a\nconfigmap\/sorted-b\nconfigmap\/sorted-c\n/);
    assert.equal(await kubectl.fail('get pod nobody'), 'Error from server (NotFound): pods "nobody" not found\n');
    assert.match(await kubectl.fail('get nonsense'), /the server doesn't have a resource type "nonsense"/);
    assert.equal(await kubectl.run('get pod nobody --ignore-not-found'), '');
    assert.match((await kubectl.try('get pods -n nowhere')).err, /No resources found in nowhere namespace/);
  });

  test('watches: what is there, then every change', async () => {
    await kubectl.run('apply -f -', configMap('watched', { step: '1' }));
    const watch = kubectl.start(['get', 'configmap', 'watched', '-w', '-o', 'jsonpath={.data.step}{"\\n"}']);
    try {
      await watch.outMatching(/^1\n/);
      await kubectl.run('apply -f -', configMap('watched', { step: '2' }));
      await watch.outMatching(/^1\n2\n/);
      await kubectl.run('delete configmap watched');
      await watch.outMatching(/^1\n2\n2\n/);
    } finally {
      await watch.stop();
    }
  });

  test('watches as a table, and only changes with --watch-only', async () => {
    const watch = kubectl.start('get configmaps --watch-only --output-watch-events');
    try {
      // Nothing tells when a watch has begun, so that changes are made until one is seen.
      let step = 0;
      await eventually(async () => {
        step += 1;
        await kubectl.run('apply -f -', configMap('table', { step: `${step}` }));
        assert.match(watch.out(), / table /);
      });
      assert.match(watch.out(), /^EVENT +NAME +DATA +AGE\n(ADDED|MODIFIED) +table +1 +\d+s\n/);
    } finally {
      await watch.stop();
    }
  });
});
