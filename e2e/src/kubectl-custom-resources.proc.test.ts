import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { crontab, crontabDefinition } from './clients/manifests.ts';
import { suiteWithKubectl } from './clients/suite-with-kubectl.ts';

const nightly = '0 3 * * *';

await suiteWithKubectl('kubectl with custom resources', ({ kubectl }) => {
  before(async () => {
    await kubectl.run('apply -f -', crontabDefinition);
    await kubectl.run('wait --for=condition=Established crd/crontabs.stable.example.com --timeout=20s');
  });

  test('fills in defaults, and prints the columns of the definition', async () => {
    assert.equal(
      await kubectl.run('apply -f -', crontab('nightly', { schedule: nightly })),
      'crontab.stable.example.com/nightly created\n',
    );
    assert.equal(
      await kubectl.field('get crontab nightly', '.spec'),
      `{"image":"registry.example/cron:1","replicas":1,"schedule":"${nightly}"}`,
    );
    assert.match(await kubectl.run('get ct'), /^NAME +SCHEDULE +REPLICAS +AGE\nnightly +0 3 \* \* \* +1 +\d+s\n$/);
    assert.match(
      await kubectl.run('get crontabs.stable.example.com -o wide'),
      /^NAME +SCHEDULE +REPLICAS +IMAGE +AGE\n/,
    );
    assert.match(await kubectl.run('get all -o name'), /crontab\.stable\.example\.com\/nightly\n/);
    assert.equal(
      await kubectl.run('apply -f -', crontab('nightly', { schedule: nightly })),
      'crontab.stable.example.com/nightly unchanged\n',
    );
  });

  test('refuses what the schema does not allow, with the path and the rule', async () => {
    const refused = (spec: object) => kubectl.fail('apply -f -', crontab('wrong', spec));
    assert.match(await refused({}), /The CronTab "wrong" is invalid: [\s\S]*spec\.schedule: Required value/);
    assert.match(
      await refused({ schedule: 'never' }),
      /spec\.schedule: Invalid value: "never": spec\.schedule in body should match '\^\(\\S\+/,
    );
    assert.match(
      await refused({ schedule: nightly, replicas: 11 }),
      /spec\.replicas: Invalid value: 11: spec\.replicas in body should be less than or equal to 10/,
    );
    assert.match(
      await refused({ schedule: nightly, replicas: 'many' }),
      /spec\.replicas: Invalid value: "string": spec\.replicas in body must be of type integer: "string"/,
    );
    assert.match(
      await refused({ schedule: nightly, replicas: 6, suspend: true }),
      /spec: Invalid value: ("object": )?a big one cannot be suspended/,
    );
    assert.match(
      await refused({ schedule: nightly, sceduel: 1 }),
      /strict decoding error: unknown field "spec\.sceduel"/,
    );
  });

  test('drops unknown fields when told to let them pass', async () => {
    const { err } = await kubectl.try(
      'apply --validate=warn -f -',
      crontab('pruned', { schedule: nightly, extra: true }),
    );
    assert.match(err, /Warning: unknown field "spec\.extra"/);
    assert.equal(await kubectl.field('get crontab pruned', '.spec.extra'), '');
  });

  test('keeps spec and status apart, and counts generations', async () => {
    const generation = () => kubectl.field('get crontab nightly', '.metadata.generation');
    assert.equal(await generation(), '1');
    await kubectl.run(['patch', 'crontab', 'nightly', '--type=merge', '-p', '{"status":{"replicas":7}}']);
    assert.equal(await kubectl.field('get crontab nightly', '.status'), '');
    const status = '{"status":{"replicas":2,"conditions":[{"type":"Ready","status":"True"}]}}';
    await kubectl.run(['patch', 'crontab', 'nightly', '--subresource=status', '--type=merge', '-p', status]);
    assert.equal(await kubectl.field('get crontab nightly', '.status.replicas'), '2');
    assert.equal(await generation(), '1');
    await kubectl.run('wait --for=condition=Ready crontab/nightly --timeout=20s');
    assert.equal(
      await kubectl.run('scale crontab/nightly --replicas=3'),
      'crontab.stable.example.com/nightly scaled\n',
    );
    assert.equal(await generation(), '2');
  });

  test('knows JSON and merge patches, but no strategic ones', async () => {
    await kubectl.run([
      'patch',
      'crontab',
      'nightly',
      '--type=json',
      '-p',
      '[{"op":"replace","path":"/spec/replicas","value":4}]',
    ]);
    assert.equal(await kubectl.field('get crontab nightly', '.spec.replicas'), '4');
    assert.match(
      await kubectl.fail(['patch', 'crontab', 'nightly', '-p', '{}']),
      /application\/strategic-merge-patch\+json/,
    );
    assert.match(await kubectl.run('label crontab nightly team=a'), /labeled/);
  });

  test('watches and serves a new version of the definition', async () => {
    const watch = kubectl.start('get crontabs nightly -w -o jsonpath={.spec.replicas},');
    await watch.outMatching(/^4,/);
    await kubectl.run(['patch', 'crontab', 'nightly', '--type=merge', '-p', '{"spec":{"replicas":5}}']);
    await watch.outMatching(/^4,5,/);
    await watch.stop();
    await kubectl.run('apply -f -', crontabDefinition.replace('maximum: 10', 'maximum: 20'));
    await eventually(async () => {
      await kubectl.run('apply -f -', crontab('large', { schedule: nightly, replicas: 15 }));
    });
  });

  test('refuses a definition that is not structural', async () => {
    const wrong = crontabDefinition
      .replaceAll('crontabs', 'others')
      .replaceAll('crontab', 'other')
      .replaceAll('CronTab', 'Other');
    assert.match(
      await kubectl.fail(
        'apply -f -',
        wrong.replace('                  type: boolean\n', '                  description: no type\n'),
      ),
      /properties\[suspend\]\.type: Required value: must not be empty for specified object fields/,
    );
    assert.match(
      await kubectl.fail('apply -f -', wrong.replace('name: others.', 'name: some.')),
      /metadata\.name: Invalid value: "some\.stable\.example\.com": must be spec\.names\.plural\+"\."\+spec\.group/,
    );
  });

  test('takes the objects with the definition when that is deleted', async () => {
    assert.match(
      await kubectl.run('delete crd crontabs.stable.example.com --timeout=20s'),
      /"crontabs\.stable\.example\.com" deleted/,
    );
    assert.match(
      await kubectl.fail('get crontabs'),
      /the server doesn't have a resource type "crontabs"|could not find the requested resource/,
    );
    await kubectl.run('apply -f -', crontabDefinition);
    await kubectl.run('wait --for=condition=Established crd/crontabs.stable.example.com --timeout=20s');
    await eventually(async () => assert.equal(await kubectl.run('get crontabs -o name'), ''));
  });
});
