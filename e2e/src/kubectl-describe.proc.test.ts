import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { crontab, crontabDefinition, deployment } from './clients/manifests.ts';
import { suiteWithKubectl } from './clients/suite-with-kubectl.ts';

await suiteWithKubectl('kubectl describe, explain and discovery', ({ kubectl }) => {
  before(async () => {
    await kubectl.run('apply -f -', `${deployment(1)}---\n${crontabDefinition}`);
    await kubectl.run('wait --for=condition=Established crd/crontabs.stable.example.com --timeout=20s');
    await kubectl.run('rollout status deployment/web --timeout=20s');
    await kubectl.run('expose deployment web --port=80 --target-port=8080');
    await kubectl.run('apply -f -', crontab('nightly', { schedule: '0 3 * * *' }));
  });

  test('describes a Deployment with its conditions, ReplicaSets and events', () =>
    eventually(async () => {
      const text = await kubectl.run('describe deployment web');
      assert.match(text, /^Name: +web\nNamespace: +default\n/);
      assert.match(text, /Replicas: +1 desired \| 1 updated \| 1 total \| 1 available \| 0 unavailable/);
      assert.match(text, /Available +True +MinimumReplicasAvailable/);
      assert.match(text, /NewReplicaSet: +web-\S+ \(1\/1 replicas created\)/);
      assert.match(text, /Normal +ScalingReplicaSet .* Scaled up replica set web-\S+ (to|from 0 to) 1/);
    }));

  test('describes a Pod, a Service, a Namespace, a Node and a Secret', async () => {
    const pod = await kubectl.run('describe pods -l app=web');
    assert.match(pod, /Status: +Running\n/);
    assert.match(pod, /Controlled By: +ReplicaSet\/web-/);
    assert.match(pod, /Image: +registry\.example\/web:1\n/);
    const service = await kubectl.run('describe service web');
    assert.match(service, /Selector: +app=web\n/);
    assert.match(service, /Endpoints: +\d+\.\d+\.\d+\.\d+:8080\n/);
    assert.match(await kubectl.run('describe namespace default'), /Status: +Active\n/);
    assert.match(await kubectl.run('describe nodes'), /Ready +True .*\n/);
    await kubectl.run('create secret generic login --from-literal=password=hidden');
    const secret = await kubectl.run('describe secret login');
    assert.match(secret, /password: +6 bytes/);
    assert.doesNotMatch(secret, /hidden/);
  });

  test('describes a CustomResourceDefinition and an object of its kind', async () => {
    const definition = await kubectl.run('describe crd crontabs.stable.example.com');
    assert.match(definition, /Kind: +CronTab\n/);
    assert.match(definition, /Reason: +InitialNamesAccepted\n/);
    assert.match(await kubectl.run('describe crontab nightly'), /Schedule: +0 3 \* \* \*\n/);
  });

  test('explains built-in fields', async () => {
    const text = await kubectl.run('explain pod.spec.containers');
    assert.match(text, /^KIND: +Pod\nVERSION: +v1\n\nFIELD: containers <\[\]Container>\n/);
    assert.match(text, /\n {2}image\t<string>\n/);
    assert.match(
      await kubectl.run('explain deployment --recursive'),
      /^GROUP: +apps\n[\s\S]*maxUnavailable\t<IntOrString>\n/,
    );
    assert.match(await kubectl.fail('explain pod.spec.nonsense'), /field "nonsense" does not exist/);
  });

  test('explains the fields of a custom kind with their descriptions', () =>
    // The published schema follows the definition after a moment.
    eventually(async () => {
      const text = await kubectl.run('explain ct.spec');
      assert.match(text, /^GROUP: +stable\.example\.com\nKIND: +CronTab\nVERSION: +v1\n/);
      assert.match(text, /What to run and when\./);
      assert.match(text, /schedule\t<string> -required-\n +Time in cron's format\./);
    }));

  test('lists resources and versions', async () => {
    const resources = await kubectl.run('api-resources');
    assert.match(resources, /^NAME +SHORTNAMES +APIVERSION +NAMESPACED +KIND\n/);
    assert.match(resources, /deployments +deploy +apps\/v1 +true +Deployment\n/);
    assert.match(resources, /crontabs +ct +stable\.example\.com\/v1 +true +CronTab\n/);
    const narrow = await kubectl.run('api-resources --namespaced=false --api-group= --verbs=list -o name');
    assert.match(narrow, /^(componentstatuses\n)?namespaces\nnodes\npersistentvolumes\n$/);
    assert.match(await kubectl.run('api-resources --categories=all -o name'), /crontabs\.stable\.example\.com/);
    const versions = await kubectl.run('api-versions');
    for (const version of ['v1', 'apps/v1', 'batch/v1', 'stable.example.com/v1']) {
      assert.ok(versions.split('\n').includes(version), versions);
    }
  });

  test('tells versions and where the cluster is', async () => {
    assert.match(await kubectl.run('version'), /Server Version: v1\.\d+\.\d+/);
    assert.match(await kubectl.run('cluster-info'), /is running at .*https:\/\/127\.0\.0\.1:\d+/);
    assert.equal(await kubectl.run('get --raw /readyz'), 'ok');
    assert.equal(await kubectl.run('get --raw /livez'), 'ok');
    assert.match(await kubectl.run('get --raw /version'), /"gitVersion"/);
  });

  test('answers what one is allowed to do and who one is', async () => {
    assert.equal(await kubectl.run('auth can-i create deployments'), 'yes\n');
    assert.equal(await kubectl.run('auth can-i * * --all-namespaces'), 'yes\n');
    assert.match(await kubectl.run('auth can-i --list'), /\*\.\* +\[\] +\[\] +\[\*\]/);
    assert.match(await kubectl.run('auth whoami'), /Username +\S+\n/);
    const { code, out } = await kubectl.try('auth can-i delete pods --as=nobody');
    assert.deepEqual({ code, out }, { code: 1, out: 'no\n' });
    assert.match(
      await kubectl.fail('get pods --as=nobody'),
      /\(Forbidden\): pods is forbidden: User "nobody" cannot list/,
    );
  });

  test('lists events in the order of time', () =>
    eventually(async () => {
      assert.match(await kubectl.run('events'), /^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n/);
      assert.match(await kubectl.run('events --for deployment/web'), /Normal +ScalingReplicaSet +Deployment\/web /);
      assert.match(await kubectl.run('get events'), /^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n\d+s? +/);
    }));
});
