import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { deepEqual, type JsonValue, printJson } from '@flux19/objects';
import { applyJsonPatch, PatchError } from '@flux19/patch';
import fc from 'fast-check';
import { deepFreeze, documents, fieldNames } from '../arbitraries.ts';

const document: JsonValue = deepFreeze({ list: [1, 2, 3], spec: { name: 'web', labels: { app: 'web' } } });

function patched(...operations: JsonValue[]): string {
  return printJson(applyJsonPatch(document, operations));
}

function errorOf(run: () => unknown): PatchError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof PatchError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

suite('applyJsonPatch', () => {
  test('adds, removes and replaces in objects and lists', () => {
    assert.equal(
      patched(
        { op: 'add', path: '/list/1', value: 9 },
        { op: 'remove', path: '/list/0' },
        { op: 'replace', path: '/list/-1', value: 7 },
        { op: 'add', path: '/list/-', value: 8 },
        { op: 'add', path: '/spec/a~1b~01', value: null },
      ),
      '{"list":[9,2,7,8],"spec":{"name":"web","labels":{"app":"web"},"a/b~1":null}}',
    );
  });

  test('moves and copies', () => {
    assert.equal(
      patched({ op: 'move', from: '/spec/name', path: '/name' }, { op: 'copy', from: '/spec/labels', path: '/list/0' }),
      '{"list":[{"app":"web"},1,2,3],"spec":{"labels":{"app":"web"}},"name":"web"}',
    );
  });

  test('replaces the whole document', () => {
    assert.equal(patched({ op: 'replace', path: '', value: [1] }, { op: 'test', path: '', value: [1] }), '[1]');
    const scalar = errorOf(() => patched({ op: 'replace', path: '', value: 1 }));
    assert.match(scalar.message, /^replace operation value must be object or array/);
  });

  test('says where and why an operation failed', () => {
    const failed = errorOf(() => patched({ op: 'test', path: '/spec/name', value: 'api' }));
    assert.deepEqual([failed.reason, failed.path], ['TestFailed', '/spec/name']);
    const missing = errorOf(() => patched({ op: 'remove', path: '/spec/none' }));
    assert.deepEqual([missing.reason, missing.path], ['NotApplicable', '/spec/none']);
    assert.ok(missing.cause instanceof Error);
    assert.equal(errorOf(() => patched({ op: 'add', value: 1 })).reason, 'Invalid');
  });

  test('refuses what is no patch', () => {
    const message = (operations: JsonValue) => errorOf(() => applyJsonPatch(document, operations)).message;
    assert.equal(message({}), 'json: cannot unmarshal object into Go value of type jsonpatch.Patch');
    assert.equal(message(['a']), 'json: cannot unmarshal string into Go value of type jsonpatch.Operation');
    assert.equal(message([{ op: 'add', path: 1 }]), 'json: cannot unmarshal number into Go value of type string');
    assert.equal(message([{ op: 'jump', path: '/a' }]), 'Unexpected kind: jump');
    assert.equal(errorOf(() => applyJsonPatch('text', [])).reason, 'Invalid');
  });

  test('counts negative indices only when allowed', () => {
    const operations = [{ op: 'remove', path: '/list/-1' }];
    const refused = errorOf(() => applyJsonPatch(document, operations, { supportNegativeIndices: false }));
    assert.match(refused.message, /Unable to access invalid index: -1: invalid index referenced$/);
  });

  test('bounds what copies may add', () => {
    const operations = Array.from({ length: 4 }, () => ({ op: 'copy', from: '/list', path: '/list/-' }));
    assert.equal(errorOf(() => applyJsonPatch(document, operations, { copyLimitBytes: 50 })).reason, 'TooLarge');
  });

  test('does not see or touch prototypes', () => {
    const bad = errorOf(() => patched({ op: 'add', path: '/constructor/prototype/polluted', value: true }));
    assert.equal(bad.reason, 'NotApplicable');
    const result = applyJsonPatch(document, [
      { op: 'add', path: '/__proto__', value: { polluted: true } },
      { op: 'add', path: '/__proto__/more', value: 1 },
    ]);
    assert.equal(Object.getPrototypeOf(result), Object.prototype);
    assert.match(printJson(result), /"__proto__":\{"polluted":true,"more":1\}\}$/);
    assert.equal(printJson(applyJsonPatch(result, [{ op: 'remove', path: '/__proto__' }])), printJson(document));
  });

  test('shares what it leaves alone', () => {
    const result = applyJsonPatch(document, [{ op: 'add', path: '/list/-', value: 4 }]) as { spec?: unknown };
    assert.equal(result.spec, (document as { spec?: unknown }).spec);
  });

  test('undoes an addition by a removal, whatever the field is named', () => {
    const property = fc.property(documents, fieldNames, documents, (object, name, value) => {
      fc.pre(!Object.hasOwn(object, name));
      const added = applyJsonPatch(object, [{ op: 'add', path: `/${name}`, value }]);
      assert.ok(deepEqual(applyJsonPatch(added, [{ op: 'remove', path: `/${name}` }]), object));
    });
    fc.assert(property);
  });
});
