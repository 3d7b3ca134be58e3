import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { configMap, deployment } from './clients/manifests.ts';
import { suiteWithKubectl } from './clients/suite-with-kubectl.ts';

await suiteWithKubectl('kubectl apply', ({ kubectl, folder }) => {
  test('creates, leaves alone, configures, and removes a field that was given up', async () => {
    assert.equal(await kubectl.run('apply -f -', configMap('plain', { a: '1', b: '2' })), 'configmap/plain created\n');
    assert.equal(
      await kubectl.run('apply -f -', configMap('plain', { a: '1', b: '2' })),
      'configmap/plain unchanged\n',
    );
    await kubectl.run(['patch', 'configmap', 'plain', '-p', '{"data":{"other":"kept"}}']);
    assert.equal(await kubectl.run('apply -f -', configMap('plain', { a: '3' })), 'configmap/plain configured\n');
    assert.equal(await kubectl.field('get configmap plain', '.data'), '{"a":"3","other":"kept"}');
  });

  test('merges lists by their keys on the client side', async () => {
    assert.equal(await kubectl.run('apply -f -', deployment(1)), 'deployment.apps/web created\n');
    await kubectl.run([
      'patch',
      'deployment',
      'web',
      '-p',
      '{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"registry.example/side:1"}]}}}}',
    ]);
    assert.equal(
      await kubectl.run('apply -f -', deployment(1, 'registry.example/web:2')),
      'deployment.apps/web configured\n',
    );
    const images = await kubectl.field('get deployment web', '.spec.template.spec.containers[*].image');
    assert.deepEqual(images.split(' ').toSorted(), ['registry.example/side:1', 'registry.example/web:2']);
  });

  test('prunes what carries the label and is no longer given', async () => {
    const path = join(folder(), 'pruned');
    mkdirSync(path);
    const labelled = (name: string) =>
      writeFileSync(
        join(path, `${name}.json`),
        JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels: { set: 'one' } } }),
      );
    labelled('first');
    labelled('second');
    await kubectl.run(['apply', '-f', path]);
    writeFileSync(join(path, 'second.json'), '');
    const said = await kubectl.run([
      'apply',
      '-f',
      join(path, 'first.json'),
      '--prune',
      '-l',
      'set=one',
      '--prune-allowlist=core/v1/ConfigMap',
    ]);
    assert.match(said, /configmap\/first unchanged\nconfigmap\/second pruned\n/);
  });

  test('applies on the server, and names who owns a field that is in conflict', async () => {
    const first = await kubectl.run('apply --server-side --field-manager=first -f -', configMap('shared', { a: '1' }));
    assert.equal(first, 'configmap/shared serverside-applied\n');
    await kubectl.run('apply --server-side --field-manager=second -f -', configMap('shared', { b: '1' }));
    assert.equal(await kubectl.field('get configmap shared', '.data'), '{"a":"1","b":"1"}');
    const conflict = await kubectl.fail(
      'apply --server-side --field-manager=second -f -',
      configMap('shared', { a: '2', b: '1' }),
    );
    assert.match(conflict, /Apply failed with 1 conflict: conflict with "first": \.data\.a/);
    await kubectl.run(
      'apply --server-side --field-manager=second --force-conflicts -f -',
      configMap('shared', { a: '2', b: '1' }),
    );
    assert.equal(await kubectl.field('get configmap shared', '.data'), '{"a":"2","b":"1"}');
    await kubectl.run('apply --server-side --field-manager=second -f -', configMap('shared', { a: '2' }));
    assert.equal(await kubectl.field('get configmap shared', '.data'), '{"a":"2"}');
  });

  test('takes over from client side to server side', async () => {
    await kubectl.run('apply -f -', configMap('moved', { a: '1', b: '1' }));
    await kubectl.run('apply --server-side -f -', configMap('moved', { a: '1' }));
    assert.equal(await kubectl.field('get configmap moved', '.data'), '{"a":"1"}');
  });

  test('tries on the server and on the client without changing anything', async () => {
    assert.equal(
      await kubectl.run('apply --dry-run=server -f -', configMap('tried', {})),
      'configmap/tried created (server dry run)\n',
    );
    assert.equal(
      await kubectl.run('apply --dry-run=client -f -', configMap('tried', {})),
      'configmap/tried created (dry run)\n',
    );
    assert.match(
      await kubectl.run('apply --server-side --dry-run=server -o yaml -f -', configMap('tried', {})),
      /uid: /,
    );
    assert.match(await kubectl.fail('get configmap tried'), /NotFound/);
  });

  test('refuses unknown, doubled and wrong fields with their paths', async () => {
    const wrong = deployment(1).replace('replicas: 1', 'replicaz: 1');
    assert.match(await kubectl.fail('apply -f -', wrong), /strict decoding error: unknown field "spec\.replicaz"/);
    assert.match(
      (await kubectl.try('apply --validate=warn --dry-run=server -f -', wrong)).err,
      /Warning: unknown field "spec\.replicaz"/,
    );
    const text = deployment(1).replace('replicas: 1', 'replicas: many');
    assert.match(await kubectl.fail('apply -f -', text), /"map\[.*replicas:many.*: unrecognized type: int32/);
    const negative = deployment(-1).replace('name: web', 'name: negative');
    assert.match(
      await kubectl.fail('apply -f -', negative),
      /The Deployment "negative" is invalid: spec\.replicas: Invalid value: -1: must be greater than or equal to 0/,
    );
    const unmatched = deployment(1)
      .replace('name: web', 'name: unmatched')
      .replace('      app: web', '      app: other');
    assert.match(await kubectl.fail('apply -f -', unmatched), /`selector` does not match template `labels`/);
    assert.match(
      await kubectl.fail('apply -f -', configMap('Not_A_Name', {})),
      /a lowercase RFC 1123 subdomain must consist of/,
    );
    assert.match(
      await kubectl.fail('apply -f -', 'apiVersion: example.com/v1\nkind: Nothing\nmetadata: {name: a}\n'),
      /no matches for kind "Nothing" in version "example\.com\/v1"/,
    );
  });

  test('refuses to change what is immutable', async () => {
    const sealed = (value: string) =>
      `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"sealed"},"immutable":true,"data":{"a":"${value}"}}`;
    await kubectl.run('apply -f -', sealed('1'));
    assert.match(
      await kubectl.fail('apply -f -', sealed('2')),
      /data: Forbidden: field is immutable when `immutable` is set/,
    );
    await kubectl.run('apply -f -', deployment(1).replace('name: web', 'name: fixed'));
    const moved = deployment(1).replace('name: web', 'name: fixed').replaceAll('app: web', 'app: moved');
    assert.match(await kubectl.fail('apply -f -', moved), /spec\.selector: Invalid value: .*field is immutable/);
  });

  test('shows the difference between what is and what would be', async () => {
    await kubectl.run('apply -f -', configMap('compared', { a: '1' }));
    assert.equal(await kubectl.run('diff -f -', configMap('compared', { a: '1' })), '');
    const { code, out } = await kubectl.try('diff -f -', configMap('compared', { a: '2' }));
    assert.equal(code, 1);
    assert.match(out, /\n- {2}a: "1"\n\+ {2}a: "2"\n/);
    const server = await kubectl.try('diff --server-side --force-conflicts -f -', configMap('compared', { a: '3' }));
    assert.match(server.out, /\n\+ {2}a: "3"\n/);
    assert.equal(await kubectl.field('get configmap compared', '.data.a'), '1');
  });

  test('replaces only what nobody changed meanwhile', async () => {
    await kubectl.run('create -f -', configMap('replaced', { a: '1' }));
    await kubectl.run('replace -f -', configMap('replaced', { b: '1' }));
    assert.equal(await kubectl.field('get configmap replaced', '.data'), '{"b":"1"}');
    const stale = JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'replaced', resourceVersion: '1' },
    });
    assert.match(
      await kubectl.fail('replace -f -', stale),
      /the object has been modified; please apply your changes to the latest version/,
    );
    assert.match(
      await kubectl.fail('create -f -', configMap('replaced', {})),
      /\(AlreadyExists\).*configmaps "replaced" already exists/,
    );
    await kubectl.run('replace --force -f -', configMap('replaced', { c: '1' }));
    assert.equal(await kubectl.field('get configmap replaced', '.data'), '{"c":"1"}');
  });
});
