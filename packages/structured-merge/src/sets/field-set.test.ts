import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject } from '@flux19/objects';
import { FieldSet, FieldSetError, formatPath } from '@flux19/structured-merge';
import fc from 'fast-check';
import { sampleType, sampleValue } from '../typed/sample-values.ts';
import { toFieldSet } from '../typed/to-field-set.ts';

/** Sets that values give, and parts of them, which also have inner paths without their members. */
const sets = fc
  .tuple(sampleValue, sampleValue, fc.boolean())
  .map(([a, b, isPart]) =>
    isPart ? toFieldSet(a, sampleType).difference(toFieldSet(b, sampleType)) : toFieldSet(a, sampleType),
  );

const same = (a: FieldSet, b: FieldSet): void => assert.deepEqual(a.toJson(), b.toJson());

suite('FieldSet', () => {
  test('prints what it read', () => {
    fc.assert(fc.property(sets, (set) => same(FieldSet.fromJson(set.toJson()), set)));
  });

  test('has exactly its paths', () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        for (const path of a.paths()) assert.ok(a.has(path));
        for (const path of b.paths()) assert.equal(a.has(path), a.union(FieldSet.of(path)).equals(a));
        assert.equal(a.paths().length, a.size);
        same(FieldSet.of(...a.paths()), a);
      }),
    );
  });

  test('obeys the laws of sets', () => {
    fc.assert(
      fc.property(sets, sets, sets, (a, b, c) => {
        same(a.union(b), b.union(a));
        same(a.intersection(b), b.intersection(a));
        same(a.union(b).union(c), a.union(b.union(c)));
        same(a.intersection(b.union(c)), a.intersection(b).union(a.intersection(c)));
        same(a.difference(b).union(a.intersection(b)), a);
        same(a.difference(b.union(c)), a.difference(b).difference(c));
        assert.ok(a.difference(b).intersection(b).isEmpty());
        assert.ok(a.difference(a).isEmpty());
        assert.equal(a.isSubsetOf(b), a.difference(b).isEmpty());
        assert.equal(a.equals(b), a.difference(b).isEmpty() && b.difference(a).isEmpty());
      }),
    );
  });

  test('takes away what lies below a path', () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        const prefixes = new Set(b.paths().map(formatPath));
        const isBelow = (path: Parameters<typeof formatPath>[0]) =>
          path.some((_, i) => prefixes.has(formatPath(path.slice(0, i + 1))));
        same(a.recursiveDifference(b), FieldSet.of(...a.paths().filter((path) => !isBelow(path))));
      }),
    );
  });

  test('keeps only leaves', () => {
    const set = FieldSet.of(['spec'], ['spec', 'replicas'], ['metadata', 'labels']);
    same(set.leaves(), FieldSet.of(['spec', 'replicas'], ['metadata', 'labels']));
  });

  test('prints keys in the order of Kubernetes whatever the order it read them in', () => {
    const fieldsV1 = {
      'v:"b"': {},
      'v:10': {},
      'v:9': {},
      'i:10': {},
      'i:9': {},
      'k:{"port":80,"name":"a"}': { 'f:x': {}, '.': {} },
      'k:{"name":"a"}': {},
      'f:b': {},
      'f:a': {},
    };
    assert.deepEqual(Object.keys(FieldSet.fromJson(fieldsV1).toJson()), [
      'f:a',
      'f:b',
      'k:{"name":"a"}',
      'k:{"name":"a","port":80}',
      'v:9',
      'v:10',
      'v:"b"',
      'i:9',
      'i:10',
    ]);
    const below = FieldSet.fromJson(fieldsV1).toJson()['k:{"name":"a","port":80}'];
    assert.deepEqual(Object.keys(below as JsonObject), ['.', 'f:x']);
  });

  test('lists the members of a level before what lies below them', () => {
    const set = FieldSet.of(['a'], ['a', 'x'], ['b']);
    assert.deepEqual(set.paths().map(formatPath), ['.a', '.b', '.a.x']);
  });

  test('skips elements of unknown kinds and refuses malformed ones', () => {
    same(FieldSet.fromJson({ 'z:new': {}, 'f:a': {} }), FieldSet.of(['a']));
    for (const key of ['a', 'ab', 'k:{', 'k:[]', 'v:', 'v:1 2', 'i:x']) {
      assert.throws(() => FieldSet.fromJson({ [key]: {} }), FieldSetError, key);
    }
  });

  test('shows paths as Kubernetes does and escapes values as Go does', () => {
    const set = FieldSet.fromJson({ 'f:a': { 'k:{"name":"<b>"}': { 'v:true': {} } } });
    assert.deepEqual(set.paths().map(formatPath), ['.a[name="<b>"][=true]']);
    assert.deepEqual(set.toJson(), { 'f:a': { 'k:{"name":"\\u003cb\\u003e"}': { 'v:true': {} } } });
  });

  test('holds fields with names of the prototype', () => {
    const set = FieldSet.of(['__proto__'], ['constructor', '__proto__']);
    same(FieldSet.fromJson(JSON.parse(JSON.stringify(set.toJson()))), set);
    assert.equal(FieldSet.empty.has([{ kind: 'field', name: 'constructor' }]), false);
  });
});
