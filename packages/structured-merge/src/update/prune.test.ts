import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { merge } from '../typed/merge.ts';
import { sampleType, sampleValue } from '../typed/sample-values.ts';
import { toFieldSet } from '../typed/to-field-set.ts';
import type { Ownership } from './managers.ts';
import { prune, pruneThoroughly } from './prune.ts';

const owner = (set: Ownership['set']): Ownership => ({ set, apiVersion: 'v1', isApplied: true });
const convert = <T>(object: T): T => object;

suite('prune', () => {
  test('takes its short cut only where the long way gives the same', () => {
    const property = fc.property(sampleValue, sampleValue, sampleValue, sampleValue, (live, config, lost, other) => {
      const merged = { value: merge(live, config, sampleType), type: sampleType };
      const now = owner(toFieldSet(config, sampleType));
      const last = owner(now.set.difference(toFieldSet(lost, sampleType)));
      const managers = new Map([
        ['self', now],
        ['other', owner(toFieldSet(other, sampleType))],
      ]);
      const pruned = prune(merged, managers, 'self', { last, convert });
      if (last.set.isEmpty()) assert.equal(pruned, merged);
      else assert.deepEqual(pruneThoroughly(merged, managers, 'v1', { last, convert }).value, pruned.value);
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('takes nothing that anybody owns', () => {
    const property = fc.property(sampleValue, sampleValue, sampleValue, (before, config, other) => {
      const live = merge(before, other, sampleType);
      const merged = { value: merge(live, config, sampleType), type: sampleType };
      const now = owner(toFieldSet(config, sampleType));
      const theirs = owner(toFieldSet(other, sampleType));
      const managers = new Map([
        ['self', now],
        ['other', theirs],
      ]);
      const pruned = prune(merged, managers, 'self', { last: owner(toFieldSet(before, sampleType)), convert });
      const kept = toFieldSet(pruned.value, sampleType);
      const owned = now.set.union(theirs.set).intersection(toFieldSet(merged.value, sampleType));
      assert.ok(owned.difference(kept).isEmpty());
    });
    fc.assert(property, { numRuns: 500 });
  });
});
