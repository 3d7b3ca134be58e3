import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { processPods, suiteWithProcesses } from './clients/suite-with-processes.ts';

await suiteWithProcesses('kubectl debug', ({ kubectl }) => {
  before(async () => {
    await kubectl.run('apply -f -', processPods);
    await kubectl.run('wait --for=condition=Ready pod/web pod/simulated --timeout=20s');
  });

  test('adds a container to a simulated Pod, which counts as running', async () => {
    await kubectl.run('debug simulated --image=registry.example/tools:1 -c tools --profile=general');
    const state = '.status.ephemeralContainerStatuses[0].state';
    await eventually(async () => assert.match(await kubectl.field('get pod simulated', state), /"running"/));
    assert.equal(await kubectl.run('logs simulated -c tools'), '');
    assert.match(await kubectl.fail('exec simulated -c tools -- ls'), /pod simulated is simulated/);
  });

  test('runs a container beside those of a Pod that is a process', async () => {
    const script = 'echo looking around; exec sleep 600';
    await kubectl.run([
      'debug',
      'web',
      '--image=registry.local/web:1',
      '-c',
      'tools',
      '--profile=general',
      '--',
      'sh',
      '-c',
      script,
    ]);
    await eventually(async () => assert.equal(await kubectl.run('logs web -c tools'), 'looking around\n'));
    assert.equal(await kubectl.run('exec web -c tools -- echo there'), 'there\n');
    assert.equal(await kubectl.field('get pod web', '.status.containerStatuses[0].ready'), 'true');
  });

  test('says that an image of elsewhere is not run', async () => {
    await kubectl.run('debug web --image=registry.example/tools:1 -c foreign --profile=general');
    const message = '.status.ephemeralContainerStatuses[?(@.name=="foreign")].state.waiting.message';
    await eventually(async () =>
      assert.equal(
        await kubectl.field('get pod web', message),
        'only images of the registry of this cluster run as processes',
      ),
    );
  });

  test('ephemeral containers stay as they are', async () => {
    await kubectl.run('debug simulated --image=registry.example/tools:1 -c kept --profile=general');
    const patch = (change: string) => [
      ...'patch pod simulated --subresource=ephemeralcontainers -p'.split(' '),
      change,
    ];
    assert.match(
      await kubectl.fail(patch('{"spec":{"ephemeralContainers":[{"name":"kept","image":"other"}]}}')),
      /spec\.ephemeralContainers: Forbidden: existing ephemeral containers "kept" may not be changed/,
    );
    assert.match(
      await kubectl.fail(patch('{"spec":{"ephemeralContainers":[{"name":"kept","$patch":"delete"}]}}')),
      /existing ephemeral containers "kept" may not be removed/,
    );
    // Nothing else of a Pod changes by this way.
    await kubectl.run(patch('{"metadata":{"labels":{"changed":"yes"}},"spec":{"activeDeadlineSeconds":5}}'));
    assert.equal(await kubectl.field('get pod simulated', '.metadata.labels.changed'), '');
    assert.equal(await kubectl.field('get pod simulated', '.spec.activeDeadlineSeconds'), '');
  });
});
