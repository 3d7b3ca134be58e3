import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { deepEqual, type JsonValue } from '@flux19/objects';
import fc from 'fast-check';
import { schemaFromStructural } from '../types/schema-from-structural.ts';
import { compare } from './compare.ts';
import { merge } from './merge.ts';
import { sampleType, sampleValue } from './sample-values.ts';
import { extractItems, removeItems } from './select-items.ts';
import { toFieldSet } from './to-field-set.ts';
import { validate } from './validate.ts';

const set = (value: JsonValue) => toFieldSet(value, sampleType);
const merged = (live: JsonValue, config: JsonValue) => merge(live, config, sampleType);

suite('typed values', () => {
  test('fit their schema after a merge', () => {
    fc.assert(
      fc.property(sampleValue, sampleValue, (live, config) => {
        assert.deepEqual(validate(merged(live, config), sampleType), []);
      }),
    );
  });

  test('merge once: a second time gives the very same object', () => {
    fc.assert(
      fc.property(sampleValue, sampleValue, (live, config) => {
        const once = merged(live, config);
        assert.equal(merged(once, structuredClone(config)), once);
      }),
    );
  });

  test('stay the same object exactly when a merge changes nothing', () => {
    fc.assert(
      fc.property(sampleValue, sampleValue, (live, config) => {
        const after = merged(live, config);
        assert.equal(after === live, deepEqual(after, live));
      }),
    );
  });

  test('merge without touching what they were merged from', () => {
    fc.assert(
      fc.property(sampleValue, sampleValue, (live, config) => {
        const before = structuredClone([live, config]);
        merged(live, config);
        removeItems(live, sampleType, set(config));
        assert.deepEqual([live, config], before);
      }),
    );
  });

  test('differ exactly when their comparison finds something, but for the order of items', () => {
    fc.assert(
      fc.property(sampleValue, sampleValue, (a, b) => {
        const { added, modified, removed } = compare(a, b, sampleType);
        if (deepEqual(a, b)) assert.ok(added.isEmpty() && modified.isEmpty() && removed.isEmpty());
        const back = compare(b, a, sampleType);
        assert.ok(back.added.equals(removed) && back.removed.equals(added) && back.modified.equals(modified));
      }),
    );
  });

  test('lose what is removed and keep the rest', () => {
    fc.assert(
      fc.property(sampleValue, sampleValue, (value, other) => {
        const unwanted = set(other).leaves();
        const rest = removeItems(value, sampleType, unwanted);
        assert.ok(set(rest).intersection(unwanted).leaves().difference(set(value)).isEmpty());
        assert.deepEqual(removeItems(rest, sampleType, unwanted), rest);
      }),
    );
  });

  test('are wholly extracted by their own leaves', () => {
    const value = { spec: { count: 1, items: [{ name: 'a', value: 1 }], tags: ['x'] } };
    assert.deepEqual(extractItems(value, sampleType, set(value).leaves()), value);
  });

  test('are refused with the text of Kubernetes', () => {
    const faults = (spec: JsonValue) =>
      validate({ spec }, sampleType).map(({ path, message }) => `${path}: ${message}`);
    assert.deepEqual(faults({ nope: 1 }), ['.spec.nope: field not declared in schema']);
    assert.deepEqual(faults({ count: 'x' }), ['.spec.count: expected numeric (int or float), got string']);
    assert.deepEqual(faults({ labels: { a: 1 } }), [
      '.spec.labels.a: expected string, got &value.valueUnstructured{Value:1}',
    ]);
    assert.deepEqual(faults({ items: { a: [1] } }), ['.spec.items: expected list, got &{map[a:[1]]}']);
    assert.deepEqual(faults({ items: [{ name: 'a' }, { name: 'a', protocol: 'TCP' }] }), [
      '.spec.items: duplicate entries for key [name="a",protocol="TCP"]',
    ]);
    assert.deepEqual(faults({ items: ['a'] }), [
      '.spec.items: element 0: associative list with keys may not have non-map elements',
    ]);
  });

  test('keep the order that an applied list asks for', () => {
    const names = (...list: string[]) => ({ spec: { tags: list } });
    assert.deepEqual(merged(names('a', 'b', 'c'), names('c', 'a')), names('b', 'c', 'a'));
    assert.deepEqual(merged(names('a', 'b'), names('b', 'x')), names('a', 'b', 'x'));
  });
});

suite('schemaFromStructural', () => {
  test('knows the metadata of every object, also of embedded ones', () => {
    const node = schemaFromStructural({
      type: 'object',
      properties: { inner: { type: 'object', 'x-kubernetes-embedded-resource': true } },
    });
    const finalizers = (from: typeof node | undefined) =>
      from?.map?.fields.get('metadata')?.type.map?.fields.get('finalizers')?.type.list?.relationship;
    assert.equal(finalizers(node), 'associative');
    assert.equal(finalizers(node.map?.fields.get('inner')?.type), 'associative');
  });

  test('allows unknown fields below a node that preserves them', () => {
    const schema = {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
      properties: { spec: { type: 'object', properties: { a: { type: 'string' } } } },
    };
    assert.deepEqual(validate({ spec: { b: { c: [1] } }, more: null }, schemaFromStructural(schema)), []);
    const { 'x-kubernetes-preserve-unknown-fields': _, ...strict } = schema;
    assert.equal(validate({ spec: { b: 1 } }, schemaFromStructural(strict)).length, 1);
  });

  test('converts a schema once', () => {
    const schema = { type: 'object' };
    assert.equal(schemaFromStructural(schema), schemaFromStructural(schema));
  });

  test('takes lists by their patch strategy where they have no type', () => {
    const list = {
      type: 'array',
      items: { type: 'object' },
      'x-kubernetes-patch-strategy': 'merge',
      'x-kubernetes-patch-merge-key': 'name',
    };
    const node = schemaFromStructural({ type: 'object', properties: { list } });
    assert.deepEqual(node.map?.fields.get('list')?.type.list?.keys, ['name']);
  });
});
