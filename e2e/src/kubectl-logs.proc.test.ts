import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { processPods, suiteWithProcesses } from './clients/suite-with-processes.ts';

/** A Pod whose first container ends at once, again and again, and whose second one stays. */
const endingPod = `apiVersion: v1
kind: Pod
metadata:
  name: ending
  labels:
    app: ending
spec:
  containers:
    - name: ends
      image: registry.local/web:ends
    - name: stays
      image: registry.local/web:1
      ports:
        - containerPort: 18100
`;

await suiteWithProcesses('kubectl logs', ({ kubectl }) => {
  before(async () => {
    await kubectl.run('apply -f -', processPods);
    await kubectl.run('wait --for=condition=Ready pod/web pod/simulated --timeout=20s');
    await eventually(async () => assert.match(await kubectl.run('logs web'), /listening/));
  });

  test('shows all lines, the last ones, and those of the last seconds', async () => {
    const lines = (await kubectl.run('logs web')).trimEnd().split('\n');
    assert.deepEqual(lines.toSorted(), ['a warning', 'listening']);
    assert.equal(await kubectl.run('logs web --tail=1'), `${lines.at(-1)}\n`);
    assert.equal(await kubectl.run('logs web --tail=0'), '');
    assert.equal(await kubectl.run('logs web --limit-bytes=4'), lines[0]?.slice(0, 4));
    assert.equal(await kubectl.run('logs web --since=1h'), `${lines.join('\n')}\n`);
    assert.equal(await kubectl.run('logs web --since-time=2999-01-01T00:00:00Z'), '');
    assert.match(await kubectl.run('logs web --timestamps'), /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z .+\n){2}$/);
    assert.match(await kubectl.run('logs web --prefix --tail=1'), /^\[pod\/web\/web\] /);
  });

  test('shows the lines of one output', async () => {
    const raw = '/api/v1/namespaces/default/pods/web/log?stream=Stderr';
    assert.equal(await kubectl.run(['get', '--raw', raw]), 'a warning\n');
  });

  test('follows what is written', async () => {
    const following = kubectl.start('logs -f web --tail=1');
    await following.outMatching(/./);
    await kubectl.run('get --raw /api/v1/namespaces/default/pods/web/proxy/news');
    await following.outMatching(/^asked for \/news$/m);
    await following.stop();
    assert.equal(await kubectl.run('logs -f simulated'), '');
  });

  test('knows containers, their last run, and those that do not run', async () => {
    await kubectl.run('apply -f -', endingPod);
    await eventually(async () => {
      const restarts = await kubectl.field(
        'get pod ending',
        '.status.containerStatuses[?(@.name=="ends")].restartCount',
      );
      assert.ok(Number(restarts) > 0);
    });
    // A run that has only just begun has said nothing yet.
    await eventually(async () => assert.match(await kubectl.run('logs ending'), /^run \d+\n$/));
    assert.match(await kubectl.run('logs ending -c ends --previous'), /^run \d+\n$/);
    await eventually(async () => assert.match(await kubectl.run('logs ending -c stays'), /listening/));
    await eventually(async () => {
      const all = await kubectl.run('logs -l app=ending --all-containers --prefix');
      assert.match(all, /^\[pod\/ending\/ends\] run \d+$/m);
      assert.match(all, /^\[pod\/ending\/stays\] listening$/m);
    });
    const terminated = await kubectl.field('get pod ending', '.status.containerStatuses[?(@.name=="ends")].lastState');
    assert.match(terminated, /"exitCode":3/);
    await eventually(async () =>
      assert.match((await kubectl.try('exec ending -c ends -- ls')).err, /container not found \("ends"\)/),
    );
  });

  test('tells why there is no log', async () => {
    const refusal = (args: string) => kubectl.fail(`logs ${args}`);
    assert.match(await refusal('web --previous'), /previous terminated container "web" in pod "web" not found/);
    assert.match(await refusal('web -c other'), /container other is not valid for pod web/);
    assert.match(await refusal('nopod'), /pods "nopod" not found/);
    const waiting = '{"metadata":{"annotations":{"cluster.flux19.dev/simulate":"ImagePullBackOff"}}}';
    await kubectl.run(['patch', 'pod', 'simulated', '-p', waiting]);
    await eventually(async () =>
      assert.match(
        await refusal('simulated'),
        /container "web" in pod "simulated" is waiting to start: trying and failing to pull image/,
      ),
    );
  });
});
