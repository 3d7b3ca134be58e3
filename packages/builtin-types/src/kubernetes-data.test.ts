import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import {
  builtinDefinitionNames,
  builtinDefinitionsOf,
  builtinGroups,
  builtinResources,
  builtinSchema,
  type OpenApiNode,
  openApiV2Definition,
  openApiV3Definition,
} from '@flux19/builtin-types';
import { sharedDataFolder } from '@flux19/conformance';

const shared = sharedDataFolder(process.env);
const folder = shared === undefined ? '' : join(shared, 'kubernetes');
const skip = existsSync(folder) ? false : 'the documents of Kubernetes are absent';

const read = (...path: string[]) => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));
type Definitions = Record<string, OpenApiNode>;

/** Without descriptions, and with `allOf` of one plain reference as that reference, which means the same. */
function withoutProse(node: OpenApiNode): OpenApiNode {
  const { description: _, ...rest } = node;
  const copy: Record<string, unknown> = rest;
  for (const key of ['items', 'additionalProperties']) {
    if (typeof copy[key] === 'object') copy[key] = withoutProse(copy[key] as OpenApiNode);
  }
  if (copy['properties'] !== undefined) {
    const entries = Object.entries(copy['properties'] as Definitions);
    copy['properties'] = Object.fromEntries(entries.map(([name, property]) => [name, withoutProse(property)]));
  }
  const only = Object.keys(copy).length === 1 ? (copy['allOf'] as OpenApiNode[] | undefined)?.[0] : undefined;
  return only ?? copy;
}

suite('facts beside the documents of Kubernetes', { skip }, () => {
  test('have every definition of OpenAPI v2, field by field', () => {
    const { definitions } = read('openapi-v2.swagger.json') as { definitions: Definitions };
    assert.deepEqual(builtinDefinitionNames(), Object.keys(definitions).toSorted());
    for (const [name, definition] of Object.entries(definitions)) {
      assert.deepEqual(openApiV2Definition(name), withoutProse(definition), name);
    }
  });

  test('have every definition of every OpenAPI v3 document, field by field', () => {
    for (const { group, versions } of builtinGroups()) {
      for (const version of versions) {
        const file = group === '' ? `api__${version}` : `apis__${group}__${version}`;
        const { schemas } = read('openapi-v3', `${file}_openapi.json`).components as { schemas: Definitions };
        assert.deepEqual(builtinDefinitionsOf(group, version), Object.keys(schemas).toSorted(), file);
        for (const [name, definition] of Object.entries(schemas)) {
          const printed = openApiV3Definition(name, group, version);
          assert.deepEqual(printed && withoutProse(printed), withoutProse(definition), `${file} ${name}`);
        }
      }
    }
  });

  test('name the groups in the order of discovery with the preferred version first', () => {
    const { groups } = read('discovery', 'apis.json');
    const expected = groups.map(
      (group: { name: string; preferredVersion: { version: string }; versions: object[] }) => ({
        group: group.name,
        versions: group.versions.map((entry) => (entry as { version: string }).version),
        preferred: group.preferredVersion.version,
      }),
    );
    const found = builtinGroups().map((facts) => ({ ...facts, preferred: facts.versions[0] }));
    assert.deepEqual(found.slice(1), expected);
    assert.deepEqual(found[0], { group: '', versions: ['v1'], preferred: 'v1' });
  });

  test('list every resource and subresource of discovery', () => {
    for (const { group, versions } of builtinGroups()) {
      for (const version of versions) {
        const file = group === '' ? `api__${version}.json` : `apis__${group}__${version}.json`;
        assert.deepEqual(listing(group, version), read('discovery', file).resources, file);
      }
    }
  });
});

/** The list of a group and version as discovery prints it. */
function listing(group: string, version: string): object[] {
  const own = builtinResources().filter((facts) => facts.group === group && facts.version === version);
  const lines = own.flatMap((facts) => [
    {
      kind: facts.kind,
      name: facts.resource,
      namespaced: facts.namespaced,
      singularName: facts.singular,
      verbs: facts.verbs,
      ...(facts.shortNames.length > 0 ? { shortNames: facts.shortNames } : {}),
      ...(facts.categories.length > 0 ? { categories: facts.categories } : {}),
      ...(facts.storageVersionHash === undefined ? {} : { storageVersionHash: facts.storageVersionHash }),
    },
    ...facts.subresources.map((part) => ({
      kind: part.kind,
      name: `${facts.resource}/${part.name}`,
      namespaced: facts.namespaced,
      singularName: '',
      verbs: part.verbs,
      ...(part.group === group && part.version === version ? {} : { group: part.group, version: part.version }),
    })),
  ]);
  return lines;
}

suite('builtinSchema', () => {
  const deployment = { group: 'apps', version: 'v1', kind: 'Deployment' };

  test('answers every served kind, and the same object each time', () => {
    for (const facts of builtinResources()) {
      const schema = builtinSchema(facts);
      assert.notEqual(schema, undefined, facts.kind);
      assert.equal(schema, builtinSchema(facts));
    }
    assert.equal(builtinSchema({ group: 'apps', version: 'v1beta1', kind: 'Deployment' }), undefined);
    assert.equal(builtinSchema({ group: '', version: '', kind: '__proto__' }), undefined);
  });

  test('resolves references with what stands beside them', () => {
    const template = builtinSchema(deployment)?.properties?.['spec']?.properties?.['template'];
    const container = template?.properties?.['spec']?.properties?.['containers'];
    assert.equal(container?.['x-kubernetes-list-type'], 'map');
    assert.deepEqual(container?.['x-kubernetes-list-map-keys'], ['name']);
    assert.equal(container?.['x-kubernetes-patch-merge-key'], 'name');
    const strategy = builtinSchema(deployment)?.properties?.['spec']?.properties?.['strategy'];
    assert.equal(strategy?.['x-kubernetes-patch-strategy'], 'retainKeys');
    assert.deepEqual(strategy?.default, {});
    assert.equal(strategy?.properties?.['type']?.type, 'string');
    const port = container?.items?.properties?.['ports']?.items?.properties?.['protocol'];
    assert.equal(port?.default, 'TCP');
  });

  test('shares nodes and closes cycles', () => {
    const pod = builtinSchema({ group: '', version: 'v1', kind: 'Pod' });
    const template = builtinSchema(deployment)?.properties?.['spec']?.properties?.['template'];
    assert.equal(pod?.properties?.['spec']?.properties, template?.properties?.['spec']?.properties);
    const definition = builtinSchema({
      group: 'apiextensions.k8s.io',
      version: 'v1',
      kind: 'CustomResourceDefinition',
    });
    const root = definition?.properties?.['spec']?.properties?.['versions']?.items?.properties?.['schema'];
    const node = root?.properties?.['openAPIV3Schema'];
    assert.equal(node?.properties?.['not']?.properties?.['not'], node?.properties?.['not']);
    assert.equal(node?.properties?.['items']?.['x-kubernetes-preserve-unknown-fields'], true);
  });

  test('marks the types that write their own JSON', () => {
    const spec = builtinSchema({ group: '', version: 'v1', kind: 'Pod' })?.properties?.['spec'];
    const container = spec?.properties?.['containers']?.items?.properties;
    const limits = container?.['resources']?.properties?.['limits']?.additionalProperties;
    assert.deepEqual(limits, { 'x-kubernetes-int-or-string': true, format: 'quantity' });
    const lease = builtinSchema({ group: 'coordination.k8s.io', version: 'v1', kind: 'Lease' });
    assert.equal(lease?.properties?.['spec']?.properties?.['renewTime']?.format, 'micro-time');
    assert.equal(lease?.properties?.['metadata']?.properties?.['creationTimestamp']?.format, 'date-time');
    const scaled = container?.['livenessProbe']?.properties?.['httpGet']?.properties?.['port'];
    assert.deepEqual(scaled, { 'x-kubernetes-int-or-string': true, format: 'int-or-string' });
  });
});
