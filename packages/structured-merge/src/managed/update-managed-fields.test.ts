import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KubeObject, ManagedFieldsEntry, StructuralSchema } from '@flux19/objects';
import { keepTimesOfNoChange, type UpdateRequest, updateManagedFields } from '@flux19/structured-merge';
import { sampleSchema } from '../typed/sample-values.ts';

const noon = Date.parse('2026-01-01T12:00:00Z');

function object(spec: unknown, metadata: Partial<KubeObject['metadata']> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Sample', metadata: { name: 'a', ...metadata }, spec };
}

function update(live: KubeObject | undefined, updated: KubeObject, options: Partial<UpdateRequest> = {}): KubeObject {
  return updateManagedFields({ live, updated, manager: 'editor', schema: sampleSchema, now: noon, ...options });
}

const managers = (from: KubeObject) => from.metadata.managedFields?.map(({ manager }) => manager);

suite('updateManagedFields', () => {
  test('gives the manager what it created, without what everybody has', () => {
    const created = update(undefined, object({ count: 1 }, { uid: 'u', resourceVersion: '1', labels: { a: 'x' } }));
    assert.deepEqual(created.metadata.managedFields, [
      {
        manager: 'editor',
        operation: 'Update',
        apiVersion: 'v1',
        time: '2026-01-01T12:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } },
          'f:spec': { '.': {}, 'f:count': {} },
        },
      },
    ]);
  });

  test('takes changed and removed fields from others and drops those left with nothing', () => {
    const created = update(undefined, object({ count: 1 }), { manager: 'first' });
    const changed = update(created, { ...created, spec: { count: 2 } }, { now: noon + 1000 });
    assert.deepEqual(managers(changed), ['first', 'editor']);
    const removed = update(changed, { ...changed, spec: {} });
    assert.deepEqual(managers(removed), ['first']);
    const gone = update(removed, object(undefined));
    assert.equal(managers(gone), undefined);
  });

  test('changes nothing when nothing changed, not even the time', () => {
    const created = update(undefined, object({ count: 1 }));
    assert.equal(update(created, created, { now: noon + 5000 }), created);
    const copy = structuredClone(created);
    assert.deepEqual(update(created, copy, { now: noon + 5000 }), created);
  });

  test('keeps one entry for each manager, version and subresource', () => {
    const created = update(undefined, object({ count: 1 }));
    const scaled = update(created, { ...created, spec: { count: 2 } }, { subresource: 'scale' });
    assert.deepEqual(
      scaled.metadata.managedFields?.map(({ manager, subresource }) => [manager, subresource]),
      [
        ['editor', undefined],
        ['editor', 'scale'],
      ],
    );
  });

  test('does not track an object that had no owners', () => {
    const live = object({ count: 1 }, { uid: 'u' });
    assert.equal(managers(update(live, { ...live, spec: { count: 2 } })), undefined);
  });

  test('honours managedFields that a request brings, and a reset, but not through a subresource', () => {
    const live = update(undefined, object({ count: 1 }, { uid: 'u' }));
    const entry = { ...live.metadata.managedFields?.[0], manager: 'renamed' } as ManagedFieldsEntry;
    const brought = { ...live, metadata: { ...live.metadata, managedFields: [entry] } };
    assert.deepEqual(managers(update(live, brought)), ['renamed']);
    assert.deepEqual(managers(update(live, brought, { subresource: 'status' })), ['editor']);
    for (const managedFields of [[], [{}]]) {
      assert.equal(managers(update(live, { ...live, metadata: { ...live.metadata, managedFields } })), undefined);
    }
    const malformed = [{ manager: 'x' }] as ManagedFieldsEntry[];
    const kept = update(live, { ...live, metadata: { ...live.metadata, managedFields: malformed } });
    assert.deepEqual(managers(kept), ['editor']);
  });

  test('keeps the entries it has when an object does not fit its schema', () => {
    const live = update(undefined, object({ count: 1 }));
    assert.deepEqual(managers(update(live, object({ nope: 1 }))), ['editor']);
  });

  test('merges the oldest updaters beyond ten into ancient-changes', () => {
    let live = update(undefined, object({ labels: { start: 'x' } }));
    for (let i = 0; i < 12; i++) {
      const labels = { ...(live['spec'] as { labels: object }).labels, [`l${i}`]: 'x' };
      live = update(live, { ...live, spec: { labels } }, { manager: `m${i}`, now: noon + i * 1000 });
    }
    assert.equal(managers(live)?.length, 10);
    const [ancient] = live.metadata.managedFields ?? [];
    assert.equal(ancient?.manager, 'ancient-changes');
    assert.equal(ancient?.time, '2026-01-01T12:00:02Z');
  });

  test('sorts entries by operation, time and name', () => {
    const first = update(undefined, object({ count: 1 }), { manager: 'b', now: noon + 2000 });
    const second = update(first, { ...first, spec: { count: 1, tags: ['x'] } }, { manager: 'a', now: noon + 2000 });
    const third = update(second, { ...second, spec: { count: 1, tags: ['x', 'y'] } }, { manager: 'z', now: noon });
    assert.deepEqual(managers(third), ['z', 'a', 'b']);
  });

  test('owns a struct of a built-in kind only together with what it is in', () => {
    const struct = (properties: StructuralSchema['properties']): StructuralSchema => ({
      type: 'object',
      default: {},
      properties: properties ?? {},
    });
    const limits = struct({ limits: { type: 'object', additionalProperties: { type: 'string' } } });
    const schema: StructuralSchema = {
      type: 'object',
      properties: {
        spec: {
          ...struct({
            list: {
              type: 'array',
              items: { type: 'object', properties: { name: { type: 'string' }, resources: limits } },
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['name'],
            },
            resources: limits,
          }),
          required: ['list'],
        },
      },
    };
    const resources = { limits: { cpu: '1' } };
    const spec = { list: [{ name: 'a', resources }], resources };
    const fields = (isBuiltin: boolean) =>
      update(undefined, object(spec), { schema, isBuiltin }).metadata.managedFields?.[0]?.fieldsV1;
    const cpu = { '.': {}, 'f:cpu': {} };
    const item = { '.': {}, 'f:name': {}, 'f:resources': { '.': {}, 'f:limits': cpu } };
    assert.deepEqual(fields(true), {
      'f:spec': { 'f:list': { 'k:{"name":"a"}': item }, 'f:resources': { 'f:limits': cpu } },
    });
    assert.deepEqual(fields(false), {
      'f:spec': {
        '.': {},
        'f:list': { '.': {}, 'k:{"name":"a"}': item },
        'f:resources': { '.': {}, 'f:limits': cpu },
      },
    });
  });
});

suite('keepTimesOfNoChange', () => {
  test('sees through new times', () => {
    const live = update(undefined, object({ count: 1 }));
    const entries = live.metadata.managedFields?.map((entry) => ({ ...entry, time: '2027-01-01T00:00:00Z' })) ?? [];
    const retimed = { ...live, metadata: { ...live.metadata, managedFields: entries } };
    assert.equal(keepTimesOfNoChange(retimed, live), live);
    const changed = { ...retimed, spec: { count: 2 } };
    assert.equal(keepTimesOfNoChange(changed, live), changed);
    const disowned = { ...live, metadata: { name: 'a' } };
    assert.equal(keepTimesOfNoChange(disowned, live), disowned);
  });
});
