import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { KubeObject } from '@flux19/objects';
import type { Fleet } from '../testing/fleet.ts';
import { becomes, becomesReady, withFleet } from '../testing/stories.ts';

const { signal } = new AbortController();
const testdata = join(import.meta.dirname, '..', 'testdata', 'sops');
const key = readFileSync(join(testdata, 'key.agekey'));

/** The encrypted folder, as a repository. */
function repository(): Record<string, string> {
  const names = globSync('app/**', { cwd: testdata, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = names.map(({ parentPath, name }) => join(parentPath, name).slice(testdata.length + 1));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(testdata, path), 'utf8')]));
}

function keySecret(data: Readonly<Record<string, Buffer>>, name = 'sops-keys', namespace = 'flux-system'): KubeObject {
  const encoded = Object.entries(data).map(([entry, value]) => [entry, value.toString('base64')]);
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, data: Object.fromEntries(encoded) };
}

const decryption = { provider: 'sops', secretRef: { name: 'sops-keys' } } as const;

const isReady = (fleet: Fleet, name = 'apps'): Promise<void> => becomesReady(fleet, name);
const failsWith = (fleet: Fleet, pattern: RegExp, name = 'apps'): Promise<void> => becomes(fleet, name, pattern);

/** Values of a Secret or ConfigMap. */
async function dataOf({ client }: Fleet, name: string, kind = 'Secret'): Promise<Record<string, string>> {
  const found = await client.get({ apiVersion: 'v1', kind, namespace: 'default', name }, signal);
  const data = Object.entries((found['data'] ?? {}) as Record<string, string>);
  return Object.fromEntries(
    data.map(([entry, value]) => [entry, kind === 'Secret' ? Buffer.from(value, 'base64').toString() : value]),
  );
}

/** Everything that the controller has said anywhere. */
async function said(fleet: Fleet, name = 'apps'): Promise<string> {
  const { items } = await fleet.client.list({ apiVersion: 'v1', kind: 'Event' }, {}, signal);
  return JSON.stringify([fleet.events, fleet.logged, items, (await fleet.get(name)).status]);
}

suite('decryption', () => {
  test('decrypts sources of generators, patches, whole objects and values inside of Secrets', () =>
    withFleet(async (fleet) => {
      await fleet.client.create(keySecret({ 'a.agekey': key }), {}, signal);
      await fleet.publish(repository());
      await fleet.create('apps', { path: './app', decryption, commonMetadata: { labels: { added: 'later' } } });
      await isReady(fleet);
      assert.deepEqual(await dataOf(fleet, 'whole'), { password: 'canary-whole' });
      assert.deepEqual(await dataOf(fleet, 'first'), { password: 'canary-first' });
      assert.deepEqual(await dataOf(fleet, 'second'), { password: 'canary-second' });
      assert.deepEqual(await dataOf(fleet, 'settings', 'ConfigMap'), { token: 'canary-settings' });
      assert.deepEqual(await dataOf(fleet, 'environment'), { TOKEN: 'canary-environment' });
      assert.deepEqual(await dataOf(fleet, 'base'), { TOKEN: 'canary-base' });
      assert.deepEqual(await dataOf(fleet, 'inside'), { key: 'canary-inside' });
      assert.deepEqual(await dataOf(fleet, 'patched'), { other: 'plain', password: 'canary-patch' });
      const files = await dataOf(fleet, 'files');
      assert.equal(files['key'], 'canary-file\n');
      assert.match(files['.dockerconfigjson'] ?? '', /canary-docker/);
      assert.doesNotMatch(await said(fleet), /canary/);
    }));

  test('takes the age keys of the controller when the Kustomization names none', () =>
    withFleet(
      async (fleet) => {
        await fleet.client.create(keySecret({ 'a.agekey': key, 'bad.asc': key }, 'global'), {}, signal);
        await fleet.publish(repository());
        await fleet.create('apps', { path: './app', decryption: { provider: 'sops' } });
        await isReady(fleet);
        assert.deepEqual(await dataOf(fleet, 'whole'), { password: 'canary-whole' });
      },
      { sopsAgeSecret: { namespace: 'flux-system', name: 'global' } },
    ));

  test('tells what is missing, as Flux does, and goes on when it is there', () =>
    withFleet(async (fleet) => {
      const { 'app/secret.yaml': secret = '' } = repository();
      await fleet.publish({ 'app/secret.yaml': secret });
      await fleet.create('apps', { path: './app', targetNamespace: 'default' });
      await failsWith(
        fleet,
        /^False ReconciliationFailed: Secret\/default\/whole is SOPS encrypted, configuring decryption is required/,
      );
      const spec = { retryInterval: '1s', path: './app', targetNamespace: 'default', decryption };
      await fleet.create('keyed', spec);
      await failsWith(fleet, /^False BuildFailed: secrets "sops-keys" not found$/, 'keyed');
      const other = Buffer.from('# a comment only\n');
      await fleet.client.create(keySecret({ 'a.agekey': other }), {}, signal);
      await failsWith(
        fleet,
        /^False BuildFailed: decryption failed for 'Secret.v1.\[noGrp\]\/whole': failed to decrypt and format 'default\/whole' Secret data: cannot get sops data key: Failed to get the data key/,
        'keyed',
      );
      await fleet.client.apply(keySecret({ 'a.agekey': key }), { fieldManager: 'test', force: true }, signal);
      await isReady(fleet, 'keyed');
    }));

  test('refuses encrypted values that were changed, and keys that are none, without showing a value', () =>
    withFleet(async (fleet) => {
      await fleet.client.create(keySecret({ 'a.agekey': key }), {}, signal);
      const { 'app/secret.yaml': secret = '', 'app/values.env': environment = '' } = repository();
      const generator = 'secretGenerator: [{name: a, envs: [values.env]}]\n';
      await fleet.publish({
        'damaged/secret.yaml': secret.replace(/(password: ENC\[AES256_GCM,data:)../, '$1xx'),
        'values/values.env': environment.replace(/(=ENC\[AES256_GCM,data:)../, '$1xx'),
        'values/kustomization.yaml': generator,
      });
      for (const path of ['damaged', 'values']) await fleet.create(path, { path, decryption });
      await failsWith(fleet, /BuildFailed: .*stringData:password: Could not decrypt with AES_GCM/s, 'damaged');
      await failsWith(fleet, /BuildFailed: error decrypting sources: .* \(values\/values\.env\)/s, 'values');
      await fleet.client.create(keySecret({ 'a.agekey': Buffer.from('AGE-SECRET-KEY-1CANARY') }, 'bad'), {}, signal);
      await fleet.create('bad', { path: 'values', decryption: { provider: 'sops', secretRef: { name: 'bad' } } });
      await failsWith(
        fleet,
        /BuildFailed: failed to import 'a.agekey' data from sops decryption Secret 'flux-system\/bad': error at line 1: malformed secret key$/,
        'bad',
      );
      for (const name of ['damaged', 'values', 'bad']) {
        assert.doesNotMatch(await said(fleet, name), /canary/i, name);
      }
    }));

  test('takes files whose plain parts were changed without sops, as Flux does', () =>
    withFleet(async (fleet) => {
      await fleet.client.create(keySecret({ 'a.agekey': key }), {}, signal);
      const { 'app/secret.yaml': secret = '' } = repository();
      await fleet.publish({ 'app/secret.yaml': secret.replace('name: whole', 'name: other') });
      await fleet.create('apps', { path: './app', targetNamespace: 'default', decryption });
      await isReady(fleet);
      assert.deepEqual(await dataOf(fleet, 'other'), { password: 'canary-whole' });
    }));

  test('leaves objects alone that ask for it', () =>
    withFleet(async (fleet) => {
      await fleet.client.create(keySecret({ 'a.agekey': key }), {}, signal);
      const { 'app/inside.yaml': inside = '' } = repository();
      const annotated = inside.replace(
        'name: inside',
        'name: inside\n  namespace: default\n  annotations: {kustomize.toolkit.fluxcd.io/decrypt: Disabled}',
      );
      await fleet.publish({ 'app/inside.yaml': annotated });
      await fleet.create('apps', { path: './app', decryption });
      await isReady(fleet);
      assert.match((await dataOf(fleet, 'inside'))['key'] ?? '', /ENC\[AES256_GCM/);
    }));

  test('shows no decrypted value when what was decrypted cannot be built or applied', () =>
    withFleet(async (fleet) => {
      await fleet.client.create(keySecret({ 'a.agekey': key }), {}, signal);
      const files = repository();
      const generator = (...fields: readonly string[]) => `secretGenerator: [{name: a, ${fields.join(', ')}}]\n`;
      const fromSecret = (path: string) =>
        `replacements: [{source: {kind: Secret, name: a, fieldPath: ${path}}, targets: [{select: {kind: Service}, fieldPaths: [spec.type]}]}]\nresources: [service.yaml]\n`;
      await fleet.publish({
        'names/bad.env': files['app/bad.env'] ?? '',
        'names/kustomization.yaml': generator('envs: [bad.env]'),
        'patch/patch.yaml': files['app/patch.yaml'] ?? '',
        'patch/kustomization.yaml': 'patches: [{path: patch.yaml, target: {kind: Secret}}]\nresources: [other.yaml]\n',
        'patch/other.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: other}\nstringData: [a]\n',
        'apply/values.env': files['app/values.env'] ?? '',
        'apply/kustomization.yaml': generator('envs: [values.env]') + fromSecret('data.TOKEN'),
        'apply/service.yaml':
          'apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: default}\nspec: {type: x, ports: [{port: 80}]}\n',
        'object/settings.yaml': (files['app/settings.yaml'] ?? '').replace('data:', 'data:\n    other: [1]'),
      });
      const expected = {
        names: /^False ReconciliationFailed: Secret.default.a-\w+ dry-run failed \(Invalid\)/,
        patch: /^False BuildFailed: .*wrong node kind.*Secret/,
        apply: /^False ReconciliationFailed: Service\/default\/a dry-run failed \(Invalid\): .*\*\*redacted\*\*/,
        object:
          /^False ReconciliationFailed: ConfigMap\/default\/settings dry-run failed: .*field not declared in schema/,
      };
      for (const path of Object.keys(expected)) {
        await fleet.create(path, { path, decryption, targetNamespace: 'default' });
      }
      const encoded = Buffer.from('canary').toString('base64').slice(0, 7);
      for (const [path, pattern] of Object.entries(expected)) {
        await failsWith(fleet, pattern, path);
        assert.doesNotMatch(await said(fleet, path), new RegExp(`canary|${encoded}`), path);
      }
    }));
});
