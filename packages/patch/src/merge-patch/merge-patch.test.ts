import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { deepEqual, isJsonObject, type JsonValue, printJson } from '@flux19/objects';
import {
  applyMergePatch,
  createMergePatch,
  createThreeWayMergePatch,
  mergeMergePatches,
  PatchError,
} from '@flux19/patch';
import fc from 'fast-check';
import { documents, objectOf } from '../arbitraries.ts';

suite('merge patches', () => {
  test('that were made from two objects turn one into the other', () => {
    const property = fc.property(documents, documents, (original, modified) => {
      const patch = createMergePatch(original, modified);
      const result = applyMergePatch(original, patch);
      assert.ok(deepEqual(result, modified));
      assert.ok(deepEqual(applyMergePatch(result, patch), result));
    });
    fc.assert(property);
  });

  test('without changes give back the very same object', () => {
    fc.assert(
      fc.property(documents, (object) =>
        assert.equal(applyMergePatch(object, createMergePatch(object, object)), object),
      ),
    );
    fc.assert(fc.property(documents, (object) => assert.equal(applyMergePatch(object, {}), object)));
  });

  test('do in one step what two of them do in turn', () => {
    // Not so where one deletes a field in which the other then sets single fields: no merge patch can say that.
    const patches = fc.dictionary(fc.constantFrom('a', 'b'), fc.option(fc.nat(2)), { noNullPrototype: true });
    const property = fc.property(documents, patches, patches, (object, first, second) => {
      const inTurn = applyMergePatch(applyMergePatch(object, first), second);
      assert.ok(deepEqual(applyMergePatch(object, mergeMergePatches(first, second)), inTurn));
    });
    fc.assert(property);
  });

  test('bring the live object to what is applied and keep what others have set', () => {
    const patch = createThreeWayMergePatch({
      original: { spec: { replicas: 1, image: 'a' } },
      modified: { spec: { image: 'b' } },
      current: { spec: { replicas: 1, image: 'a', paused: true } },
    });
    assert.deepEqual(patch, { spec: { image: 'b', replicas: null } });
  });

  test('of three states bring an untouched object to what is applied', () => {
    const property = fc.property(documents, documents, (original, modified) => {
      const patch = createThreeWayMergePatch({ original, modified, current: original });
      assert.ok(deepEqual(applyMergePatch(original, patch), modified));
    });
    fc.assert(property);
  });

  test('write fields named like those of prototypes as fields', () => {
    const patch = objectOf([['__proto__', objectOf([['polluted', true]])]]);
    const result = applyMergePatch({}, patch);
    assert.equal(printJson(result), '{"__proto__":{"polluted":true}}');
    assert.ok(isJsonObject(result) && Object.getPrototypeOf(result) === Object.prototype);
    assert.equal(printJson(createMergePatch(result, {})), '{"__proto__":null}');
  });

  test('are refused where Kubernetes refuses them', () => {
    const message = (document: JsonValue, patch: JsonValue) => {
      assert.throws(() => applyMergePatch(document, patch), PatchError);
    };
    message(null, {});
    message({}, null);
    message({}, 'text');
    assert.throws(() => createMergePatch([], {}), { message: 'Mismatched JSON Documents' });
    assert.throws(() => createMergePatch('a', {}), { message: 'Invalid JSON Document' });
  });
});
