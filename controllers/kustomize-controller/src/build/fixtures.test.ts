import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { Kustomization, KustomizationSpec } from '@flux19/api';
import { entryObject, type InventoryEntry, mergeEntries, staleEntries } from '@flux19/apply';
import { sourceIgnoreFilter } from '@flux19/artifacts';
import { sharedDataFolder } from '@flux19/conformance';
import { diskTree, memoryTree } from '@flux19/kustomize';
import { inventoryId, type KubeObject, objectReference } from '@flux19/objects';
import { isEncrypted, isEncryptedObject } from '@flux19/sops';
import { parseManifests, printDocuments } from '@flux19/yaml';
import { type BuiltManifests, ManifestBuilder } from './manifest-builder.ts';
import type { Substitution } from './substitute-object.ts';
import { loadVariables } from './variables.ts';

/** The fixtures of Flux's own tests, read where they are: https://github.com/fluxcd/pkg/tree/main/kustomize/testdata */
const shared = sharedDataFolder(process.env);
const fixtures = shared === undefined ? '' : join(shared, 'flux-fixtures');
const generator = join(fixtures, 'pkg/kustomize/testdata');
const controller = join(fixtures, 'kustomize-controller/internal/controller/testdata');
const skip = existsSync(generator) ? false : 'the shared data folder is absent';

const read = (name: string): string => readFileSync(join(generator, name), 'utf8');

/** The object of a file, with another spec over it. */
function kustomization(name: string, spec: Partial<KustomizationSpec> = {}): Kustomization {
  const [document] = parseManifests(read(name));
  const object = document?.value as unknown as Kustomization;
  return { ...object, spec: { ...object.spec, path: './', ...spec } };
}

const plain: Kustomization = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'app', namespace: 'apps' },
  spec: { interval: '1m', prune: true, path: './', sourceRef: { kind: 'GitRepository', name: 'app' } },
};

function build(folder: string, own: Kustomization = plain, substitution?: Substitution): BuiltManifests {
  return new ManifestBuilder().build(own, diskTree(folder), substitution);
}

/** Variables as the fixtures' ConfigMaps and Secrets give them. */
async function substitution(own: Kustomization, strict: boolean, ...files: readonly string[]): Promise<Substitution> {
  const known = files.flatMap((file) => parseManifests(read(file)).map(({ value }) => value as unknown as KubeObject));
  const find = async ({ kind, name }: { readonly kind: string; readonly name: string }) =>
    known.find((object) => object.kind === kind && object.metadata.name === name);
  return { variables: await loadVariables(own, find), strict };
}

const text = ({ objects }: BuiltManifests): string => printDocuments(objects as never);
const names = ({ objects }: BuiltManifests): string[] => objects.map(({ metadata }) => metadata.name);

const cases: Readonly<Record<string, () => void | Promise<void>>> = {
  'spec merged over an existing kustomization'() {
    const built = build(join(generator, 'resources'), kustomization('kustomization.yaml'));
    assert.equal(text(built), read('kustomization_expected.yaml'));
  },
  async 'substitution inline and from a ConfigMap'() {
    const own = kustomization('kustomization_varsub.yaml');
    const built = build(join(generator, 'resources'), own, await substitution(own, false, 'configmap.yaml'));
    assert.equal(text(built), read('kustomization_varsub_expected.yaml'));
  },
  async 'strict substitution refuses a missing variable'() {
    const own = kustomization('kustomization_varsub.yaml');
    const values = await substitution(own, true, 'configmap.yaml');
    assert.throws(() => build(join(generator, 'varsubstrict'), own, values), /variable not set/);
    build(join(generator, 'varsubstrict'), own, { ...values, strict: false });
  },
  'defaults are used when substitution always runs'() {
    const own = kustomization('kustomization_varsub_novars.yaml');
    assert.match(text(build(join(generator, 'varsubalways'), own)), /\$\{cluster_env:=dev\}/);
    const always = text(build(join(generator, 'varsubalways'), own, { variables: new Map(), strict: false }));
    assert.match(always, /environment: dev/);
    assert.match(always, /region: eu-central-1/);
    assert.doesNotMatch(always, /\$\{/);
  },
  async 'empty values are values in strict mode, and render as missing ones do without it'() {
    const own = kustomization('kustomization_varsub_empty.yaml');
    const values = await substitution(own, true, 'configmap_empty.yaml', 'secret_empty.yaml');
    const strict = text(build(join(generator, 'varsubstrictempty'), own, values));
    for (const key of ['from-inline', 'from-configmap', 'from-secret'])
      assert.match(strict, new RegExp(`${key}: null`));
    const dummy = kustomization('kustomization_varsub_dummy.yaml');
    const loose = text(build(join(generator, 'varsubstrictempty'), dummy, await substitution(dummy, false)));
    assert.equal(loose, strict);
  },
  'an empty folder builds nothing'() {
    const tree = memoryTree(new Map([['/other/a.txt', '']]));
    const built = new ManifestBuilder().build({ ...plain, spec: { ...plain.spec, path: './other' } }, tree, undefined);
    assert.deepEqual(built.objects, []);
  },
  'a kustomization without resources builds nothing'() {
    assert.deepEqual(build(join(generator, 'noResources'), kustomization('noResources/ks.yaml')).objects, []);
  },
  'prefix, suffix and namespace'() {
    const { objects } = build(join(generator, 'name'), kustomization('name/ks.yaml', { path: './' }));
    assert.match(objects[0]?.metadata.name ?? '', /prefix-test-configmap-suffix/);
    assert.equal(objects[0]?.metadata.namespace, 'test-namespace');
  },
  'build metadata'() {
    const own = kustomization('buildMetadata/ks.yaml');
    const { kustomization: merged } = new ManifestBuilder().plan(own, diskTree(join(generator, 'buildMetadata')));
    assert.deepEqual(merged['buildMetadata'], ['originAnnotations', 'transformerAnnotations']);
    assert.equal(build(join(generator, 'buildMetadata'), own).objects.length, 1);
  },
  'bases outside of the folder, inside of the artifact'() {
    build(join(generator, 'relbase'), { ...plain, spec: { ...plain.spec, path: './clusters/staging/flux-system' } });
  },
  'a folder without a kustomization'() {
    const path = './resources';
    const own = { ...plain, spec: { ...plain.spec, path } };
    assert.equal(build(join(generator, 'nokustomization'), own).objects.length, 2);
  },
  'a file that is encrypted as a whole, at which kustomize panics, is built without harm'() {
    const [object] = build(join(generator, 'panic')).objects;
    assert.match(object?.kind ?? '', /^ENC\[/);
  },
  'components are merged with those of the file'() {
    const components = ['componentB', 'componentC'];
    const own = { ...plain, spec: { ...plain.spec, components } };
    const { kustomization: merged } = new ManifestBuilder().plan(own, diskTree(join(generator, 'components')));
    assert.deepEqual(merged['components'], ['componentA', ...components]);
  },
  'a schema of one kustomization does not reach another'() {
    const pollution = join(generator, 'openapiPollution');
    const files = ['deployment.yaml', 'kustomization.yaml'].map(
      (name) => [`/${name}`, readFileSync(join(pollution, 'pollutor', name), 'utf8')] as const,
    );
    const tree = memoryTree(new Map([...files, ['/openapi.json', JSON.stringify(deploymentsOnly)]]));
    const builder = new ManifestBuilder();
    const builds = [
      builder.build(plain, tree, undefined),
      builder.build(
        { ...plain, metadata: { ...plain.metadata, name: 'victim' } },
        diskTree(join(pollution, 'victim')),
        undefined,
      ),
    ];
    for (const [i, image] of ['nginx:latest', 'busybox:latest'].entries()) {
      const built = text(builds[i] as BuiltManifests);
      assert.match(built, new RegExp(`image: ${image}`));
      assert.match(built, /requests:\n +cpu: 250m\n +memory: 64Mi/);
    }
  },
  'files of others beside the manifests are no manifests'() {
    const isIgnored = sourceIgnoreFilter(new Map(), undefined);
    for (const name of ['basic', 'with-gitlab-ci', 'with-sops']) {
      const folder = join(generator, 'ignore-tests', name);
      const wanted = readdirSync(folder).filter((file) => !isIgnored(file, false));
      const tree = memoryTree(new Map(wanted.map((file) => [`/${file}`, readFileSync(join(folder, file), 'utf8')])));
      const { objects } = new ManifestBuilder().build(plain, tree, undefined);
      assert.deepEqual(
        objects.map(({ kind }) => kind),
        ['Deployment'],
        name,
      );
    }
  },
  'resources from elsewhere are passed through'() {
    const { kustomization: merged } = new ManifestBuilder().plan(plain, diskTree(join(generator, 'remote')));
    const remote = 'https://raw.githubusercontent.com/fluxcd/flux2/main/manifests/rbac/controller.yaml';
    assert.deepEqual(merged['resources'], ['configmap.yaml', remote]);
  },
  'inventories tell what is gone, and keep what could not be pruned'() {
    const folder = join(fixtures, 'kustomize-controller/internal/inventory/testdata');
    const [one, two] = ['inventory1.yaml', 'inventory2.yaml'].map((name) =>
      parseManifests(readFileSync(join(folder, name), 'utf8')).map(({ value }): InventoryEntry => {
        const object = value as unknown as KubeObject;
        return { id: inventoryId(objectReference(object)), v: 'v1' };
      }),
    );
    const stale = staleEntries(two ?? [], one ?? []);
    assert.deepEqual(
      stale.map((entry) => entryObject(entry).name),
      ['test2'],
    );
    const merged = mergeEntries(stale, one ?? []);
    assert.equal(merged.length, (one?.length ?? 0) + 1);
    assert.deepEqual(mergeEntries(stale, merged), merged);
  },
  async 'everything that sops encrypted is seen to be encrypted'() {
    for (const name of ['age', 'age-pq', 'pgp']) {
      const [document] = parseManifests(readFileSync(join(controller, 'sops/algorithms', `${name}.yaml`), 'utf8'));
      assert.ok(isEncryptedObject(document?.value as never), name);
    }
    assert.ok(isEncrypted(readFileSync(join(controller, 'sops/envs/env.env')), 'dotenv'));
    assert.ok(isEncrypted(readFileSync(join(controller, 'sops/files/file.txt')), 'json'));
  },
  transformers() {
    assert.ok(names(build(join(controller, 'transformers'))).length > 0);
  },
  'transformers in files'() {
    assert.ok(names(build(join(controller, 'file-transformer'))).length > 0);
  },
  'a patch in a file'() {
    assert.ok(names(build(join(controller, 'patch'))).length > 0);
  },
  'invalid manifests are refused'() {
    for (const path of ['./plain', './overlay']) {
      const own = { ...plain, spec: { ...plain.spec, path } };
      assert.throws(() => build(join(controller, 'invalid'), own), { reason: 'BuildFailed' });
    }
  },
  'custom resources beside their definition'() {
    assert.ok(names(build(join(controller, 'crds'))).length > 0);
    assert.ok(names(build(join(controller, 'restmapper'))).length > 0);
  },
};

/** A schema that knows how containers of Deployments merge, and nothing else: the fixture's own file is not among the data. */
const deploymentsOnly = {
  definitions: {
    'apps.v1.Deployment': {
      'x-kubernetes-group-version-kind': [{ group: 'apps', kind: 'Deployment', version: 'v1' }],
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          properties: {
            template: {
              type: 'object',
              properties: {
                spec: {
                  type: 'object',
                  properties: {
                    containers: {
                      type: 'array',
                      items: { type: 'object', properties: { name: { type: 'string' } } },
                      'x-kubernetes-patch-merge-key': 'name',
                      'x-kubernetes-patch-strategy': 'merge',
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
} as const;

suite("Flux's fixtures of builds", { skip }, () => {
  let passed = 0;
  for (const [name, check] of Object.entries(cases)) {
    test(name, async () => {
      await check();
      passed += 1;
    });
  }
  test('are passed as a whole', (t) => t.diagnostic(`${passed}/${Object.keys(cases).length} fixtures`));
});
