import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { deepEqual, type JsonObject, type JsonValue, printJson, type StructuralSchema } from '@flux19/objects';
import {
  applyStrategicMergePatch,
  createStrategicMergePatch,
  createThreeWayStrategicMergePatch,
  mergeStrategicMergePatches,
  PatchError,
  strategicMergePatchesConflict,
} from '@flux19/patch';
import fc from 'fast-check';
import { deepFreeze, documents, objectOf, trees } from '../arbitraries.ts';

const text: StructuralSchema = { type: 'string' };
const port: StructuralSchema = { type: 'object', properties: { port: { type: 'integer' }, protocol: text } };
const container: StructuralSchema = {
  type: 'object',
  properties: {
    name: text,
    image: text,
    args: { type: 'array', items: text },
    ports: {
      type: 'array',
      items: port,
      'x-kubernetes-patch-strategy': 'merge',
      'x-kubernetes-patch-merge-key': 'port',
    },
  },
};
const pod: StructuralSchema = {
  type: 'object',
  properties: {
    labels: { type: 'object', additionalProperties: text },
    finalizers: { type: 'array', items: text, 'x-kubernetes-patch-strategy': 'merge' },
    strategy: {
      type: 'object',
      properties: { type: text, rollingUpdate: { type: 'object', properties: { surge: text } } },
      'x-kubernetes-patch-strategy': 'retainKeys',
    },
    containers: {
      type: 'array',
      items: container,
      'x-kubernetes-patch-strategy': 'merge',
      'x-kubernetes-patch-merge-key': 'name',
    },
  },
};

const word = fc.constantFrom('x', 'y', 'z');
const ports = fc.uniqueArray(
  fc.record({ port: fc.nat(3), protocol: word }, { requiredKeys: ['port'], noNullPrototype: true }),
  {
    selector: (entry) => entry.port,
  },
);
const containers = fc.uniqueArray(
  fc.record(
    { name: word, image: word, args: fc.array(word), ports },
    { requiredKeys: ['name'], noNullPrototype: true },
  ),
  { selector: (entry) => entry.name },
);
const pods = fc
  .record(
    { labels: fc.dictionary(word, word, { noNullPrototype: true }), containers, finalizers: fc.uniqueArray(word) },
    { requiredKeys: [], noNullPrototype: true },
  )
  .map((value) => deepFreeze(value as JsonObject));

// The order of merged lists of scalars is not always sent: Kubernetes sorts one side before it compares.
function withSortedFinalizers(object: JsonObject): JsonObject {
  const { finalizers } = object;
  return Array.isArray(finalizers) ? { ...object, finalizers: finalizers.toSorted() } : object;
}

function assertSame(actual: JsonObject, expected: JsonObject): void {
  assert.deepEqual(withSortedFinalizers(actual), withSortedFinalizers(expected));
}

suite('strategic merge patches', () => {
  test('that were made from two objects turn one into the other', () => {
    const property = fc.property(pods, pods, (original, modified) => {
      const patch = createStrategicMergePatch(original, modified, pod);
      const result = applyStrategicMergePatch(original, patch, pod);
      assertSame(result, modified);
      assertSame(applyStrategicMergePatch(result, patch, pod), result);
    });
    fc.assert(property);
  });

  test('of three states bring an untouched object to what is applied', () => {
    const property = fc.property(pods, pods, (original, modified) => {
      const patch = createThreeWayStrategicMergePatch({ original, modified, current: original }, pod);
      assertSame(applyStrategicMergePatch(original, patch, pod), modified);
    });
    fc.assert(property);
  });

  test('commute when they do not conflict', () => {
    // Lists that are replaced commute only when they are equal, which Kubernetes does not ask for.
    const property = fc.property(documents, trees, trees, (object, left, right) => {
      fc.pre(!strategicMergePatchesConflict(left, right, undefined));
      const apply = (...patches: JsonObject[]) =>
        patches.reduce((state, patch) => applyStrategicMergePatch(state, patch, undefined), object);
      assert.ok(deepEqual(apply(left, right), apply(right, left)));
    });
    fc.assert(property);
  });

  test('do in one step what several of them do in turn', () => {
    const labels = fc
      .dictionary(word, fc.option(word), { noNullPrototype: true })
      .map((value) => deepFreeze({ labels: value }));
    const property = fc.property(labels, labels, labels, (object, first, second) => {
      const merged = mergeStrategicMergePatches([first, second], pod);
      const inTurn = applyStrategicMergePatch(applyStrategicMergePatch(object, first, pod), second, pod);
      assert.deepEqual(applyStrategicMergePatch(object, merged, pod), inTurn);
    });
    fc.assert(property);
  });

  test('without changes give back the very same object', () => {
    fc.assert(fc.property(pods, (object) => assert.equal(applyStrategicMergePatch(object, {}, pod), object)));
  });

  test('merge lists by key, delete elements, and replace what they are told to', () => {
    const live = deepFreeze({ containers: [{ name: 'a', image: 'x' }, { name: 'b' }, { name: 'c' }] });
    const patched = (...patches: JsonValue[]) => applyStrategicMergePatch(live, { containers: patches }, pod);
    assert.deepEqual(patched({ name: 'b', image: 'y' }, { name: 'a', $patch: 'delete' }), {
      containers: [{ name: 'b', image: 'y' }, { name: 'c' }],
    });
    assert.deepEqual(patched({ $patch: 'replace' }, { name: 'z' }), { containers: [{ name: 'z' }] });
    assert.throws(() => patched({ image: 'y' }), {
      name: 'PatchError',
      reason: 'Invalid',
      message: 'map: map[image:y] does not contain declared merge key: name',
    });
  });

  test('keep only the fields that $retainKeys lists', () => {
    const live = deepFreeze({ strategy: { type: 'RollingUpdate', rollingUpdate: { surge: '1' } } });
    const patch = createStrategicMergePatch(live, { strategy: { type: 'Recreate' } }, pod);
    assert.deepEqual(patch, { strategy: { $retainKeys: ['type'], type: 'Recreate', rollingUpdate: null } });
    assert.deepEqual(applyStrategicMergePatch(live, patch, pod), { strategy: { type: 'Recreate' } });
    const incomplete = { strategy: { $retainKeys: ['rollingUpdate'], type: 'Recreate' } };
    assert.throws(() => applyStrategicMergePatch(live, incomplete, pod), {
      message: 'invalid patch format of retainKeys',
    });
  });

  test('replace lists when nothing is known about them', () => {
    assert.deepEqual(applyStrategicMergePatch({ list: [{ name: 'a' }] }, { list: [{ name: 'b' }] }, undefined), {
      list: [{ name: 'b' }],
    });
  });

  test('say that the live object has changed what they set', () => {
    const states = {
      original: { labels: { a: '1' } },
      modified: { labels: { a: '2' } },
      current: { labels: { a: '3' } },
    };
    assert.throws(() => createThreeWayStrategicMergePatch(states, pod), {
      reason: 'Conflict',
      message:
        'patch:\nlabels:\n  a: "2"\n\nconflicts with changes made from original to current:\nlabels:\n  a: "3"\n\n',
    });
    assert.deepEqual(createThreeWayStrategicMergePatch(states, pod, { overwrite: true }), { labels: { a: '2' } });
  });

  test('name the type that lacks a field, when it is known', () => {
    const change = (schema: StructuralSchema) => () =>
      createStrategicMergePatch({ other: { a: 1 } }, { other: { a: 2 } }, schema);
    assert.throws(change(pod), new PatchError('unable to find api field "other"', { reason: 'Invalid' }));
    const message = 'unable to find api field in struct PodSpec for the json field "other"';
    assert.throws(change({ ...pod, title: 'PodSpec' }), new PatchError(message, { reason: 'Invalid' }));
  });

  test('write fields named like those of prototypes as fields', () => {
    const patch = objectOf([['labels', objectOf([['__proto__', 'x']])]]);
    const created = applyStrategicMergePatch({ labels: {} }, patch, pod);
    assert.equal(printJson(created), '{"labels":{"__proto__":"x"}}');
    assert.equal(Object.getPrototypeOf(created['labels']), Object.prototype);
    assert.equal(printJson(createStrategicMergePatch(created, { labels: {} }, pod)), '{"labels":{"__proto__":null}}');
    const known = { ...pod, properties: {} };
    assert.throws(() => applyStrategicMergePatch({ constructor: {} }, { constructor: {} }, known), PatchError);
  });
});
