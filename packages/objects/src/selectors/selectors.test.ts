import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  formatFieldSelector,
  formatLabelSelector,
  labelSelectorFromObject,
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
  SelectorError,
} from '@flux19/objects';
import fc from 'fast-check';

suite('label selectors', () => {
  test('match by all of their requirements', () => {
    const selector = parseLabelSelector('app=web,tier in (front,back),!canary,size>3');
    assert.ok(matchesLabels(selector, { app: 'web', tier: 'front', size: '10' }));
    assert.ok(!matchesLabels(selector, { app: 'web', tier: 'front', size: '3' }));
    assert.ok(!matchesLabels(selector, { app: 'web', tier: 'front', size: '10', canary: '' }));
    assert.ok(!matchesLabels(selector, undefined));
  });

  test('do not take what objects inherit for labels', () => {
    assert.ok(!matchesLabels(parseLabelSelector('constructor'), {}));
    assert.ok(matchesLabels(parseLabelSelector('!toString'), {}));
  });

  test('have one canonical text', () => {
    assert.equal(
      formatLabelSelector(parseLabelSelector(' b notin (y,x) , a == 1,c<5,!d ')),
      'a==1,b notin (x,y),c<5,!d',
    );
  });

  test('keep their meaning through their text', () => {
    const requirement = fc.constantFrom('a=x', 'a!=x', 'a in (x,y)', 'b notin (y)', 'b', '!c', 'c>1', 'c<5');
    const labels = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y', '', '3'));
    const property = fc.property(fc.array(requirement), labels, (requirements, set) => {
      const selector = parseLabelSelector(requirements.join(','));
      const reread = parseLabelSelector(formatLabelSelector(selector));
      assert.deepEqual(reread, selector);
      assert.equal(matchesLabels(reread, set), matchesLabels(selector, set));
    });
    fc.assert(property);
  });

  test('are read from specs, where none selects nothing and an empty one everything', () => {
    const selector = labelSelectorFromObject({
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['b', 'a'] },
        { key: 'canary', operator: 'DoesNotExist' },
      ],
    });
    assert.equal(formatLabelSelector(selector), 'app=web,!canary,tier in (a,b)');
    assert.ok(!matchesLabels(labelSelectorFromObject(undefined), {}));
    assert.ok(matchesLabels(labelSelectorFromObject({}), {}));
  });

  test('name the operator that specs do not know', () => {
    const expression = { key: 'a', operator: 'Near', values: [] };
    const message = '"Near" is not a valid label selector operator';
    assert.throws(() => labelSelectorFromObject({ matchExpressions: [expression] }), new SelectorError(message));
  });
});

suite('field selectors', () => {
  test('match by all of their requirements', () => {
    const selector = parseFieldSelector('metadata.name=web,status.phase!=Failed');
    const fields = new Map([['metadata.name', 'web']]);
    assert.ok(matchesFields(selector, (field) => fields.get(field) ?? ''));
    assert.ok(!matchesFields(parseFieldSelector('status.phase=Failed'), (field) => fields.get(field) ?? ''));
  });

  test('escape and unescape any value', () => {
    const property = fc.property(fc.string({ unit: fc.constantFrom('a', '\\', ',', '=', '!') }), (value) => {
      const selector = { requirements: [{ field: 'f', operator: '=' as const, value }] };
      assert.deepEqual(parseFieldSelector(formatFieldSelector(selector)), selector);
    });
    fc.assert(property);
  });

  test('are refused for unknown and unfinished escapes', () => {
    assert.throws(
      () => parseFieldSelector('a=\\b'),
      new SelectorError('invalid field selector: invalid escape sequence: \\b'),
    );
    assert.throws(
      () => parseFieldSelector('a=b\\'),
      new SelectorError('invalid field selector: invalid escape sequence: \\'),
    );
  });
});
