import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject, KubeObject, ManagedFieldsEntry } from '@flux19/objects';
import {
  type ApplyRequest,
  ApplyRequestError,
  applyObject,
  ConflictError,
  FieldSet,
  ManagedFieldsError,
  TypedValueError,
  updateManagedFields,
} from '@flux19/structured-merge';
import fc from 'fast-check';
import { sampleSchema, sampleValue } from '../typed/sample-values.ts';

const noon = Date.parse('2026-01-01T12:00:00Z');
const later = noon + 60_000;

function object(spec: unknown, metadata: Partial<KubeObject['metadata']> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Sample', metadata: { name: 'a', ...metadata }, spec };
}

function apply(live: KubeObject | undefined, spec: unknown, options: Partial<ApplyRequest> = {}) {
  const applied = object(spec);
  return applyObject({ live, applied, manager: 'flux', schema: sampleSchema, now: noon, ...options });
}

function update(live: KubeObject | undefined, updated: KubeObject, manager = 'editor', now = noon): KubeObject {
  return updateManagedFields({ live, updated, manager, schema: sampleSchema, now });
}

function entryOf(from: KubeObject, manager: string): ManagedFieldsEntry | undefined {
  return from.metadata.managedFields?.find((entry) => entry.manager === manager);
}

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
}

suite('applyObject', () => {
  test('creates an object that its manager owns', () => {
    const { object: created, changed } = apply(undefined, { count: 1, labels: { a: 'x' }, items: [{ name: 'i' }] });
    assert.ok(changed);
    assert.deepEqual(created.metadata.managedFields, [
      {
        manager: 'flux',
        operation: 'Apply',
        apiVersion: 'v1',
        time: '2026-01-01T12:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:spec': {
            'f:count': {},
            'f:items': { 'k:{"name":"i","protocol":"TCP"}': { '.': {}, 'f:name': {} } },
            'f:labels': { 'f:a': {} },
          },
        },
      },
    ]);
  });

  test('returns the very live object when it changes nothing', () => {
    const live = apply(undefined, { count: 1, tags: ['a', 'b'] }).object;
    const again = apply(live, { count: 1, tags: ['a', 'b'] }, { now: later });
    assert.equal(again.object, live);
    assert.equal(again.changed, false);
  });

  test('changes nothing the second time, whatever is applied over whatever', () => {
    const specs = sampleValue.map((value) => (value as JsonObject)['spec']);
    // Upstream: giving up all that a field holds leaves null there, which {} or [] in the manifest then changes once more.
    const filled = specs.filter((spec) => !/null|\{\}|\[\]/.test(JSON.stringify({ spec })));
    fc.assert(
      fc.property(specs, specs, filled, (first, second, third) => {
        const others = apply(apply(undefined, first, { manager: 'other' }).object, second, { force: true }).object;
        const once = apply(others, third, { force: true, now: later });
        const twice = apply(once.object, structuredClone(third), { force: true, now: later + 60_000 });
        assert.equal(twice.object, once.object);
        assert.ok(once.changed || once.object === others);
      }),
    );
  });

  test('writes a new time only for the manager that changed something', () => {
    const first = apply(undefined, { count: 1 }).object;
    const both = apply(first, { labels: { a: 'x' } }, { manager: 'other', now: later }).object;
    assert.equal(entryOf(both, 'flux')?.time, '2026-01-01T12:00:00Z');
    assert.equal(entryOf(both, 'other')?.time, '2026-01-01T12:01:00Z');
    assert.equal(entryOf(both, 'flux'), entryOf(first, 'flux'));
  });

  test('removes what it gives up, but not what another manager owns too', () => {
    const first = apply(undefined, { count: 1, tags: ['a', 'b'], labels: { a: 'x' } }).object;
    const shared = apply(first, { tags: ['b'] }, { manager: 'other' }).object;
    const { object: after } = apply(shared, { count: 1 });
    assert.deepEqual(after['spec'], { count: 1, tags: ['b'] });
  });

  test('lets several managers own a field with one value', () => {
    const first = apply(undefined, { count: 1 }).object;
    const shared = apply(first, { count: 1 }, { manager: 'other' });
    assert.ok(shared.changed);
    assert.deepEqual(entryOf(shared.object, 'other')?.fieldsV1, { 'f:spec': { 'f:count': {} } });
    assert.deepEqual(entryOf(shared.object, 'flux')?.fieldsV1, { 'f:spec': { 'f:count': {} } });
  });

  test('names one conflict in one line', () => {
    const live = update(undefined, object({ count: 1 }), 'kubectl');
    const error = thrownBy(() => apply(live, { count: 2 }));
    assert.ok(error instanceof ConflictError);
    assert.equal(error.message, 'Apply failed with 1 conflict: conflict with "kubectl" using v1: .spec.count');
    assert.deepEqual(error.causes, [
      { reason: 'FieldManagerConflict', message: 'conflict with "kubectl" using v1', field: '.spec.count' },
    ]);
  });

  test('names several conflicts by manager', () => {
    const byUpdate = updateManagedFields({
      live: undefined,
      updated: object({ count: 1, labels: { a: 'x' } }),
      manager: 'kubectl',
      subresource: 'status',
      schema: sampleSchema,
      now: noon,
    });
    const live = apply(byUpdate, { items: [{ name: 'i', value: 1 }] }, { manager: 'other' }).object;
    const error = thrownBy(() => apply(live, { count: 2, labels: { a: 'y' }, items: [{ name: 'i', value: 2 }] }));
    assert.ok(error instanceof ConflictError);
    assert.equal(
      error.message,
      [
        'Apply failed with 3 conflicts: conflicts with "kubectl" with subresource "status" using v1:',
        '- .spec.count',
        '- .spec.labels.a',
        'conflicts with "other":',
        '- .spec.items[name="i",protocol="TCP"].value',
      ].join('\n'),
    );
  });

  test('takes over fields with force', () => {
    const live = update(undefined, object({ count: 1, labels: { a: 'x' } }));
    const { object: after } = apply(live, { count: 2 }, { force: true });
    assert.deepEqual(after['spec'], { count: 2, labels: { a: 'x' } });
    assert.deepEqual(entryOf(after, 'editor')?.fieldsV1, { 'f:spec': { '.': {}, 'f:labels': { '.': {}, 'f:a': {} } } });
  });

  test('leaves an untracked object to before-first-apply', () => {
    const live = object({ count: 1 }, { uid: 'u' });
    const { object: after } = apply(live, { tags: ['a'] });
    assert.deepEqual(entryOf(after, 'before-first-apply')?.fieldsV1, { 'f:spec': { '.': {}, 'f:count': {} } });
  });

  test('drops the entries of versions that are gone and reads others in their own', () => {
    const renamed = (from: KubeObject, apiVersion: string): KubeObject => ({ ...from, apiVersion });
    const inV2 = applyObject({
      live: undefined,
      applied: renamed(object({ labels: { a: 'x' } }), 'v2'),
      manager: 'second',
      schema: sampleSchema,
      now: noon,
    }).object;
    const live = apply(renamed(inV2, 'v1'), { labels: { b: 'x' } }).object;
    const converter = (served: readonly string[]): NonNullable<ApplyRequest['converter']> => ({
      convert: (from, apiVersion) => (served.includes(apiVersion) ? renamed(from, apiVersion) : undefined),
      schemaOf: () => sampleSchema,
    });
    const forced = { force: true, manager: 'other' };
    const kept = apply(live, { labels: { a: 'y' } }, { ...forced, converter: converter(['v1', 'v2']) }).object;
    assert.equal(entryOf(kept, 'second'), undefined);
    const same = apply(live, { count: 1 }, { ...forced, converter: converter(['v1', 'v2']) }).object;
    assert.equal(entryOf(same, 'second')?.apiVersion, 'v2');
    const dropped = apply(live, { count: 1 }, { ...forced, converter: converter(['v1']) }).object;
    assert.equal(entryOf(dropped, 'second'), undefined);
  });

  test('never owns the fields that a resource resets', () => {
    const resetFields = { v1: FieldSet.of(['spec', 'labels']) };
    const { object: created } = apply(undefined, { count: 1, labels: { a: 'x' } }, { resetFields });
    assert.deepEqual(entryOf(created, 'flux')?.fieldsV1, { 'f:spec': { 'f:count': {} } });
  });

  test('upgrades from client-side apply for kubectl only', () => {
    const annotation = 'kubectl.kubernetes.io/last-applied-configuration';
    const manifest = { apiVersion: 'v1', kind: 'Sample', metadata: { name: 'a' }, spec: { count: 1 } };
    const annotations = { [annotation]: `${JSON.stringify(manifest)}\n` };
    const live = update(undefined, object({ count: 1 }, { annotations }), 'kubectl-client-side-apply');
    const { object: after } = apply(live, { count: 2 }, { manager: 'kubectl' });
    assert.deepEqual(after['spec'], { count: 2 });
    const next = { ...manifest, spec: { count: 2 } };
    assert.deepEqual(JSON.parse(after.metadata.annotations?.[annotation] ?? ''), next);
    assert.throws(() => apply(live, { count: 2 }), ConflictError);
  });

  test('refuses requests that make no sense and objects that do not fit', () => {
    const live = apply(undefined, { count: 1 }).object;
    const managed = object({}, { managedFields: [] });
    assert.throws(() => apply(live, {}, { applied: managed }), {
      name: ApplyRequestError.name,
      message: 'metadata.managedFields must be nil',
    });
    assert.throws(() => apply(live, {}, { apiVersion: 'v2' }), {
      message: 'Incorrect version specified in apply patch. Specified patch version: v1, expected: v2',
    });
    assert.throws(() => apply(live, { nope: 1 }), {
      name: TypedValueError.name,
      message: 'failed to create typed patch object (/a; /v1, Kind=Sample): .spec.nope: field not declared in schema',
    });
    const broken = object({}, { managedFields: [{ manager: 'x', apiVersion: 'v1', fieldsType: 'FieldsV1' }] });
    assert.throws(() => apply(broken, {}), {
      name: ManagedFieldsError.name,
      message: 'failed to decode managed fields: operation must be `Apply` or `Update`',
    });
  });

  test('deduces types without a schema', () => {
    const options = { schema: undefined };
    const live = apply(undefined, { list: [{ name: 'a' }], map: { a: { b: 1 } } }, options).object;
    const { object: after } = apply(live, { list: [{ name: 'b' }], map: { a: { c: 2 } } }, options);
    assert.deepEqual(after['spec'], { list: [{ name: 'b' }], map: { a: { c: 2 } } });
  });

  test('cannot reach prototypes', () => {
    const spec = JSON.parse('{"labels":{"__proto__":"x","constructor":"y"}}');
    const live = apply(undefined, { labels: { a: 'x' } }, { manager: 'other' }).object;
    const { object: after } = apply(live, spec);
    const labels = (after['spec'] as { labels: object }).labels;
    assert.equal(JSON.stringify(labels), '{"a":"x","__proto__":"x","constructor":"y"}');
    assert.equal(Object.getPrototypeOf(labels), Object.prototype);
    assert.equal(apply(after, spec).changed, false);
  });
});
