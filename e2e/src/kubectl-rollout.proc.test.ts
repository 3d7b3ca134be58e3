import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '@flux19/ports';
import { deployment } from './clients/manifests.ts';
import { suiteWithKubectl } from './clients/suite-with-kubectl.ts';

const image = '.spec.template.spec.containers[0].image';

await suiteWithKubectl('kubectl rollout', ({ kubectl }) => {
  test('follows a rollout to its end', async () => {
    await kubectl.run('apply -f -', deployment(3));
    const said = await kubectl.run('rollout status deployment/web --timeout=20s');
    assert.match(said, /deployment "web" successfully rolled out\n$/);
    assert.equal(await kubectl.field('get deployment web', '.status.readyReplicas'), '3');
  });

  test('keeps the history, and rolls back', async () => {
    await kubectl.run('set image deployment/web web=registry.example/web:2');
    await kubectl.run('annotate deployment/web kubernetes.io/change-cause=second');
    await kubectl.run('rollout status deployment/web --timeout=20s');
    assert.match(
      await kubectl.run('rollout history deployment/web'),
      /REVISION +CHANGE-CAUSE\n1 +<none>\n2 +(second|<none>)\n/,
    );
    assert.match(await kubectl.run('rollout history deployment/web --revision=1'), /Image:\s+registry\.example\/web:1/);
    assert.equal(await kubectl.run('rollout undo deployment/web'), 'deployment.apps/web rolled back\n');
    await kubectl.run('rollout status deployment/web --timeout=20s');
    assert.equal(await kubectl.field('get deployment web', image), 'registry.example/web:1');
    assert.match(await kubectl.run('rollout history deployment/web'), /CHANGE-CAUSE\n2 .*\n3 .*\n/);
    await kubectl.run('rollout undo deployment/web --to-revision=2');
    assert.equal(await kubectl.field('get deployment web', image), 'registry.example/web:2');
  });

  test('restarts: every Pod is a new one afterwards', async () => {
    await kubectl.run('rollout status deployment/web --timeout=20s');
    const before = await kubectl.run('get pods -l app=web -o name');
    assert.equal(await kubectl.run('rollout restart deployment/web'), 'deployment.apps/web restarted\n');
    await kubectl.run('rollout status deployment/web --timeout=20s');
    await kubectl.run('wait --for=jsonpath={.status.replicas}=3 deployment/web --timeout=20s');
    const after = new Set((await kubectl.run('get pods -l app=web -o name')).trim().split('\n'));
    assert.ok(
      before
        .trim()
        .split('\n')
        .every((pod) => !after.has(pod)),
      before,
    );
  });

  test('pauses and resumes', async () => {
    assert.equal(await kubectl.run('rollout pause deployment/web'), 'deployment.apps/web paused\n');
    await kubectl.run('set image deployment/web web=registry.example/web:4');
    assert.match(await kubectl.fail('rollout status deployment/web --timeout=1s'), /timed out|Waiting/);
    assert.equal(await kubectl.run('rollout resume deployment/web'), 'deployment.apps/web resumed\n');
    await kubectl.run('rollout status deployment/web --timeout=20s');
  });

  test('rolls StatefulSets and DaemonSets', async () => {
    const labels = { app: 'set' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'set', image: 'registry.example/set:1' }] } };
    const workload = (kind: string, spec: object) =>
      JSON.stringify({
        apiVersion: 'apps/v1',
        kind,
        metadata: { name: 'set' },
        spec: { selector: { matchLabels: labels }, template, ...spec },
      });
    await kubectl.run('apply -f -', workload('StatefulSet', { replicas: 2, serviceName: 'set' }));
    await kubectl.run('apply -f -', workload('DaemonSet', {}));
    await kubectl.run('rollout status statefulset/set --timeout=20s');
    await kubectl.run('rollout status daemonset/set --timeout=20s');
    await kubectl.run('set image statefulset/set set=registry.example/set:2');
    await kubectl.run('rollout status statefulset/set --timeout=20s');
    assert.equal(await kubectl.field('get pod set-0', '.spec.containers[0].image'), 'registry.example/set:2');
    assert.match(await kubectl.run('rollout history statefulset/set'), /REVISION +CHANGE-CAUSE\n1 .*\n2 .*\n/);
    await kubectl.run('rollout undo statefulset/set');
    await kubectl.run('rollout status statefulset/set --timeout=20s');
    assert.equal(await kubectl.field('get pod set-0', '.spec.containers[0].image'), 'registry.example/set:1');
    await eventually(async () =>
      assert.match(await kubectl.run('rollout history statefulset/set'), /CHANGE-CAUSE\n2 .*\n3 .*\n/),
    );
    await kubectl.run('rollout restart daemonset/set');
    await kubectl.run('rollout status daemonset/set --timeout=20s');
  });
});
