import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { Kustomization, KustomizationSpec } from '@flux19/api';
import { sharedDataFolder } from '@flux19/conformance';
import { diskTree, memoryTree } from '@flux19/kustomize';
import type { KubeObject } from '@flux19/objects';
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
