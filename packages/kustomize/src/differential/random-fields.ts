import { printYaml } from '@flux19/yaml';
import fc from 'fast-check';
import { labels, type Manifest, manifest, nameOf, patchOf } from './random-objects.ts';

/** Absent but once in `oneIn` times. */
export function option<Type>(arbitrary: fc.Arbitrary<Type>, oneIn: number = 4): fc.Arbitrary<Type | undefined> {
  return fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

const kind = fc.constantFrom(
  'Deployment',
  'StatefulSet',
  'ConfigMap',
  'Service',
  'Widget',
  '.*',
  'Deploy.*',
  undefined,
);
const target = fc
  .record({
    kind,
    name: fc.constantFrom('web', 'db', '.*', 'w.*', 'pre-web', undefined),
    labelSelector: fc.constantFrom(undefined, undefined, 'app=web', 'tier in (db, web)', '!app'),
    namespace: fc.constantFrom(undefined, undefined, 'team-a'),
  })
  .map(pruned);

function pruned(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function mergePatch(manifests: readonly Manifest[]): fc.Arbitrary<Record<string, unknown>> {
  const source = manifests.length === 0 ? manifest : fc.constantFrom(...manifests);
  return source
    .chain((object) => fc.tuple(patchOf(object), fc.constant(object)))
    .chain(([patch, object]) => {
      const { apiVersion, kind: ownKind, metadata } = object;
      const { name, namespace } = metadata as Record<string, unknown>;
      const changed = (patch as Manifest)['metadata'] ?? {};
      const full = {
        ...(patch as Manifest),
        apiVersion,
        kind: ownKind,
        metadata: pruned({ ...(changed as object), name, namespace }),
      };
      const text = printYaml(full, { sortKeys: false });
      return fc.record({
        patch: fc.constant(text),
        target: option(target, 2),
        options: fc.constantFrom(undefined, undefined, undefined, { allowNameChange: true }, { allowKindChange: true }),
      });
    })
    .map((patch) => (patch['target'] === undefined ? pruned(patch) : pruned({ ...patch, options: undefined })));
}

const jsonPatch = fc
  .record({
    target,
    operations: fc.array(
      fc.oneof(
        fc.record({
          op: fc.constant('add'),
          path: fc.constantFrom('/metadata/labels', '/metadata/annotations'),
          value: labels,
        }),
        fc.record({
          op: fc.constantFrom('add', 'replace'),
          path: fc.constantFrom('/spec/replicas', '/metadata/labels/app', '/spec/extra'),
          value: fc.constantFrom(3, '3', [1]),
        }),
        fc.record({ op: fc.constant('remove'), path: fc.constantFrom('/spec', '/metadata/labels', '/data') }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  })
  .map(({ target: selected, operations }) => ({ target: selected, patch: printYaml(operations) }));

function workloads(manifests: readonly Manifest[]): string[] {
  const scaled = manifests.filter((object) => ['Deployment', 'StatefulSet'].includes(String(object['kind'])));
  return scaled.map((object) => String((object['metadata'] as Manifest)['name']));
}

function replicas(manifests: readonly Manifest[]): fc.Arbitrary<unknown> {
  const found = workloads(manifests);
  return fc.array(fc.record({ name: fc.constantFrom(...found), count: fc.integer({ min: 0, max: 9 }) }), {
    minLength: 1,
    maxLength: 1,
  });
}

/** Kind and name of a manifest, when there is one. */
function reference(manifests: readonly Manifest[]): fc.Arbitrary<Record<string, unknown>> {
  if (manifests.length === 0) return fc.record({ kind: fc.constant('ConfigMap'), name: nameOf });
  return fc.constantFrom(...manifests).map((object) => ({
    kind: object['kind'],
    name: (object['metadata'] as Manifest)['name'],
    ...(object['kind'] === 'Deployment' ? { group: 'apps' } : {}),
  }));
}

function replacement(manifests: readonly Manifest[]): fc.Arbitrary<unknown> {
  const source = reference(manifests).chain((named) => sourceFields.map((fields) => ({ ...named, ...fields })));
  return fc.record({ source, targets: fc.array(replacementTarget, { minLength: 1, maxLength: 2 }) });
}

const sourceFields = fc
  .record({
    fieldPath: fc.constantFrom(
      undefined,
      'metadata.name',
      'metadata.name',
      'metadata.name',
      'kind',
      'kind',
      'apiVersion',
      'metadata.namespace',
      'data.k',
      'spec.replicas',
      'spec.template.spec.containers.0.image',
      'metadata.labels',
    ),
    options: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      { delimiter: ':', index: 0 },
      { delimiter: '-', index: 1 },
    ),
  })
  .map(pruned);

const replacementTarget = fc
  .record({
    select: target,
    reject: fc.constantFrom(undefined, undefined, [{ kind: 'Service' }], [{ name: 'db' }]),
    fieldPaths: fc.constantFrom(
      ['metadata.annotations.copied'],
      ['metadata.annotations.copied'],
      ['spec.replicas'],
      ['spec.template.spec.containers.[name=main].image'],
      ['spec.template.spec.containers.*.image'],
      ['data.k'],
      ['data.port'],
      ['spec.template.spec.containers.[name=main].env.[name=A].value'],
      ['metadata.labels.[example.com/part]'],
      ['data.x\\.yaml.a'],
    ),
    options: fc.constantFrom(
      undefined,
      { create: true },
      { create: true },
      { create: true },
      { delimiter: ':', index: 1 },
      { delimiter: '/', index: -1 },
    ),
  })
  .map(pruned);

const generatorArgs = fc
  .record({
    name: fc.constantFrom('a', 'b', 'web'),
    namespace: fc.constantFrom(undefined, undefined, undefined, 'team-a'),
    behavior: fc.constantFrom(undefined, 'create'),
    literals: fc.constantFrom(undefined, ['a=1', 'b="x y"'], ['c=d=e']),
    files: fc.constantFrom(undefined, ['conf.txt'], ['key=conf.txt'], ['data.bin']),
    envs: fc.constantFrom(undefined, undefined, ['vars.env']),
    options: fc.constantFrom(
      undefined,
      undefined,
      { disableNameSuffixHash: true },
      { labels: { g: 'x' }, immutable: true },
      { annotations: { n: '1' } },
    ),
  })
  .map(pruned);

/** Generators with names of their own, and some that change one of the first base. */
function generators(folder: string): fc.Arbitrary<unknown[]> {
  const own = fc.uniqueArray(generatorArgs, { maxLength: 2, selector: ({ name }) => name }).map((list) =>
    list.map((args) => ({
      ...args,
      name: args['name'] === 'web' && folder === 'first' ? 'web' : `${folder}-${args['name']}`,
    })),
  );
  if (folder === 'first' || folder === 'second') return own;
  const change = fc.record({
    name: fc.constantFrom('first-a', 'first-b'),
    behavior: fc.constantFrom('merge', 'replace'),
    literals: fc.constant(['a=2', 'new=1']),
  });
  return fc.tuple(own, option(change, 6)).map(([list, changed]) => (changed === undefined ? list : [...list, changed]));
}

const label = fc
  .record({
    pairs: labels,
    includeSelectors: option(fc.boolean(), 1),
    includeTemplates: fc.constantFrom(undefined, undefined, true),
  })
  .map(pruned);

const image = fc
  .record({
    name: fc.constantFrom('nginx', 'example.com:5000/team/app', 'redis', 'busybox', 'ngin.'),
    newName: option(fc.constantFrom('other', 'example.com/x'), 1),
    newTag: option(fc.constantFrom('v2', '1.0'), 1),
    digest: option(fc.constant('sha256:999'), 3),
    tagSuffix: option(fc.constant('-x'), 4),
  })
  .map(pruned);

function variable(manifests: readonly Manifest[]): fc.Arbitrary<unknown> {
  return fc.tuple(fc.constantFrom('V1', 'V2', 'V3'), fc.constantFrom(...manifests)).map(([name, object]) => {
    const { name: target, namespace } = object['metadata'] as Manifest;
    return {
      name,
      objref: pruned({ apiVersion: object['apiVersion'], kind: object['kind'], name: target, namespace }),
    };
  });
}

const transformer = fc.constantFrom(
  'apiVersion: builtin\nkind: PrefixTransformer\nmetadata:\n  name: t\nprefix: zz-\nfieldSpecs:\n- path: metadata/name\n  kind: Deployment\n',
  'apiVersion: builtin\nkind: NamespaceTransformer\nmetadata:\n  name: t\n  namespace: forced\nunsetOnly: true\nsetRoleBindingSubjects: allServiceAccounts\n',
  'apiVersion: builtin\nkind: AnnotationsTransformer\nmetadata:\n  name: t\nannotations:\n  k: v\nfieldSpecs:\n- path: metadata/annotations\n  create: true\n- path: spec/template/metadata/annotations\n  create: true\n  kind: Deployment\n',
);

/** The usual fields of a kustomization over some manifests. */
export function fieldsOf(
  manifests: readonly Manifest[],
  folder: string,
  isComponent: boolean,
): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .record({
      namespace: option(fc.constantFrom('team-a', 'prod'), 3),
      namePrefix: option(fc.constantFrom('pre-', 'x'), 3),
      nameSuffix: option(fc.constantFrom('-suf', '-2'), 4),
      labels: option(fc.array(label, { minLength: 1, maxLength: 2 })),
      commonLabels: option(labels, 5),
      commonAnnotations: option(
        fc.dictionary(fc.constantFrom('owner', 'z'), fc.constantFrom('me', 'yes', '1'), { minKeys: 1 }),
        4,
      ),
      images: option(fc.array(image, { minLength: 1, maxLength: 2 })),
      replicas: workloads(manifests).length === 0 ? fc.constant(undefined) : option(replicas(manifests), 5),
      configMapGenerator: option(generators(folder)),
      secretGenerator: option(generators(folder), 5),
      generatorOptions: option(
        fc.constantFrom(
          { labels: { all: 'gen' } },
          { disableNameSuffixHash: true },
          { annotations: { m: 'n' }, immutable: true },
        ),
        5,
      ),
      patches: option(
        fc.array(fc.oneof({ weight: 3, arbitrary: mergePatch(manifests) }, { weight: 1, arbitrary: jsonPatch }), {
          minLength: 1,
          maxLength: 3,
        }),
        1,
      ),
      patchesStrategicMerge: option(
        fc.array(mergePatch(manifests), { minLength: 1, maxLength: 2 }).map((list) => list.map(({ patch }) => patch)),
        8,
      ),
      patchesJson6902: option(fc.array(jsonPatch, { minLength: 1, maxLength: 1 }), 10),
      replacements: option(fc.array(replacement(manifests), { minLength: 1, maxLength: 2 }), 6),
      vars:
        manifests.length === 0
          ? fc.constant(undefined)
          : option(fc.array(variable(manifests), { minLength: 1, maxLength: 1 }), 10),
      transformers: option(fc.array(transformer, { minLength: 1, maxLength: 1 }), 8),
      sortOptions: isComponent
        ? fc.constant(undefined)
        : option(
            fc.constantFrom(
              { order: 'fifo' },
              { order: 'legacy' },
              { order: 'legacy', legacySortOptions: { orderFirst: ['Service'], orderLast: ['Namespace'] } },
            ),
            5,
          ),
      buildMetadata: isComponent
        ? fc.constant(undefined)
        : option(fc.subarray(['originAnnotations', 'transformerAnnotations', 'managedByLabel'], { minLength: 1 }), 8),
    })
    .map(pruned);
}
