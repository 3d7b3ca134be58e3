import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '@flux19/ports';
import { configMap, deployment } from './clients/manifests.ts';
import { suiteWithKubectl } from './clients/suite-with-kubectl.ts';

await suiteWithKubectl('kubectl delete, wait and namespaces', ({ kubectl }) => {
  const start = async () => {
    await kubectl.run('apply -f -', deployment(2));
    await kubectl.run('rollout status deployment/web --timeout=20s');
  };
  const left = async () =>
    (await kubectl.run('get deployments,replicasets,pods -o name')).replaceAll(/\/\S+/g, '').trim().split('\n');

  test('deletes dependants in the background and in the foreground', async () => {
    for (const cascade of ['background', 'foreground']) {
      await start();
      assert.equal(await kubectl.run(`delete deployment web --cascade=${cascade}`), 'deployment.apps "web" deleted\n');
      await eventually(async () => assert.deepEqual(await left(), ['']));
    }
  });

  test('leaves dependants alone with --cascade=orphan, and adopts them again', async () => {
    await start();
    await kubectl.run('delete deployment web --cascade=orphan');
    await eventually(async () =>
      assert.deepEqual(
        await left(),
        ['pod', 'pod', 'replicaset.apps'].toSorted((a, b) => b.length - a.length),
      ),
    );
    assert.equal(await kubectl.field('get replicasets', '.items[0].metadata.ownerReferences'), '');
    const pods = await kubectl.run('get pods -o name');
    await start();
    assert.equal(await kubectl.run('get pods -o name'), pods);
    await kubectl.run('delete deployment web');
    await eventually(async () => assert.deepEqual(await left(), ['']));
  });

  test('holds an object until its finalizers are gone', async () => {
    await kubectl.run(
      'apply -f -',
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"held","finalizers":["example.com/hold"]}}',
    );
    assert.equal(await kubectl.run('delete configmap held --wait=false'), 'configmap "held" deleted\n');
    assert.match(await kubectl.field('get configmap held', '.metadata.deletionTimestamp'), /^\d{4}-/);
    assert.match(await kubectl.fail('delete configmap held --timeout=300ms'), /timed out waiting for the condition/);
    const more = await kubectl.fail([
      'patch',
      'configmap',
      'held',
      '--type=json',
      '-p',
      '[{"op":"add","path":"/metadata/finalizers/-","value":"example.com/more"}]',
    ]);
    assert.match(more, /no new finalizers can be added if the object is being deleted/);
    const waiting = kubectl.start('wait --for=delete configmap/held --timeout=20s');
    await kubectl.run(['patch', 'configmap', 'held', '--type=merge', '-p', '{"metadata":{"finalizers":null}}']);
    await waiting.outMatching(/condition met|^$/);
    await waiting.stop();
    assert.match(await kubectl.fail('get configmap held'), /NotFound/);
  });

  test('deletes by file, by label, and everything of a kind', async () => {
    for (const name of ['one', 'two', 'three']) {
      await kubectl.run('apply -f -', configMap(name, {}));
      await kubectl.run(`label configmap ${name} set=${name === 'three' ? 'odd' : 'even'}`);
    }
    assert.match(await kubectl.run('delete configmap -l set=even'), /"one" deleted\nconfigmap "two" deleted\n/);
    assert.equal(await kubectl.run('delete -f -', configMap('three', {})), 'configmap "three" deleted\n');
    assert.match(await kubectl.fail('delete configmap three'), /NotFound/);
    assert.equal(await kubectl.run('delete configmap three --ignore-not-found'), '');
    await kubectl.run('create -f -', configMap('last', {}));
    assert.match(await kubectl.run('delete configmaps --all'), /configmap "last" deleted\n/);
    assert.equal(await kubectl.run('delete configmap x --dry-run=server --ignore-not-found'), '');
  });

  test('waits for conditions, fields and creation', async () => {
    const created = kubectl.start('wait --for=create deployment/web --timeout=20s');
    await kubectl.run('apply -f -', deployment(1));
    await created.outMatching(/deployment\.apps\/web condition met\n/);
    assert.equal(
      await kubectl.run('wait --for=condition=Available deployment/web --timeout=20s'),
      'deployment.apps/web condition met\n',
    );
    assert.equal(
      await kubectl.run('wait --for=jsonpath={.status.readyReplicas}=1 deployment/web --timeout=20s'),
      'deployment.apps/web condition met\n',
    );
    assert.match(
      await kubectl.run('wait --for=condition=Ready pods -l app=web --timeout=20s'),
      /pod\/web-\S+ condition met\n/,
    );
    const { code, err } = await kubectl.try(
      'wait --for=jsonpath={.status.readyReplicas}=5 deployment/web --timeout=300ms',
    );
    assert.equal(code, 1);
    assert.match(err, /timed out waiting for the condition on deployments\/web/);
    await kubectl.run('create job counted --image=registry.example/counted:1');
    await kubectl.run('wait --for=condition=complete job/counted --timeout=20s');
  });

  test('gives a new namespace its account and its certificates', async () => {
    await kubectl.run('create namespace fresh');
    await eventually(async () => {
      assert.match(await kubectl.run('get serviceaccounts -n fresh -o name'), /serviceaccount\/default\n/);
      assert.match(await kubectl.run('get configmaps -n fresh -o name'), /configmap\/kube-root-ca\.crt\n/);
    });
    assert.equal(
      await kubectl.field('get namespace fresh', '.metadata.labels'),
      '{"kubernetes.io/metadata.name":"fresh"}',
    );
  });

  test('empties a namespace that is deleted, and takes no more objects in it', async () => {
    await kubectl.run('create namespace team');
    await kubectl.run('apply -n team -f -', deployment(2));
    await kubectl.run(
      'apply -n team -f -',
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"held","finalizers":["example.com/hold"]}}',
    );
    await kubectl.run('delete namespace team --wait=false');
    assert.match(await kubectl.run('get namespace team'), /team +Terminating/);
    const refused = await kubectl.fail('apply -n team -f -', configMap('late', {}));
    assert.match(refused, /unable to create new content in namespace team because it is being terminated/);
    await eventually(async () => {
      assert.equal(await kubectl.run('get deployments,pods -n team -o name'), '');
      const remaining = await kubectl.field(
        'get namespace team',
        '.status.conditions[?(@.type=="NamespaceFinalizersRemaining")].message',
      );
      assert.match(remaining, /example\.com\/hold in 1 resource instances/);
    });
    await kubectl.run([
      'patch',
      'configmap',
      'held',
      '-n',
      'team',
      '--type=merge',
      '-p',
      '{"metadata":{"finalizers":null}}',
    ]);
    await kubectl.run('wait --for=delete namespace/team --timeout=20s');
    assert.match(await kubectl.fail('apply -n team -f -', configMap('late', {})), /namespaces "team" not found/);
  });

  test('protects the namespaces that the cluster needs', async () => {
    assert.match(
      await kubectl.fail('delete namespace default'),
      /namespaces "default" is forbidden: this namespace may not be deleted/,
    );
  });
});
