import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseAdvertised } from './advertised-references.ts';
import { kindsToList, resolveReference } from './resolve-reference.ts';

const [a, b, c] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)];
const advertised = parseAdvertised(
  [
    `${a}\trefs/heads/main`,
    `${b}\trefs/heads/feature/x`,
    `${a}\trefs/tags/v1.0.0`,
    `${c}\trefs/tags/v1.10.0`,
    `${b}\trefs/tags/v1.10.0^{}`,
    `${b}\trefs/tags/v2.0.0-rc.1`,
    `${b}\trefs/tags/1.2`,
    `${c}\trefs/pull/7/head`,
    '',
  ].join('\n'),
);
const resolve = (reference: object) => resolveReference(advertised, reference, 'https://example.org/x');

suite('resolveReference', () => {
  test('prefers commit, name, semver, tag, branch in this order', () => {
    const all = { commit: c, name: 'refs/pull/7/head', semver: '1.x', tag: 'v1.0.0', branch: 'main' };
    assert.deepEqual(resolve(all), [{ commit: c, reference: 'refs/heads/main', isPinned: true }]);
    const { commit: _commit, ...named } = all;
    assert.deepEqual(resolve(named), [{ commit: c, reference: 'refs/pull/7/head' }]);
    const { name: _name, ...ranged } = named;
    assert.deepEqual(resolve(ranged), [{ commit: b, reference: 'refs/tags/v1.10.0', tag: c }]);
    const { semver: _semver, ...tagged } = ranged;
    assert.deepEqual(resolve(tagged), [{ commit: a, reference: 'refs/tags/v1.0.0' }]);
    assert.deepEqual(resolve({ branch: 'feature/x' }), [{ commit: b, reference: 'refs/heads/feature/x' }]);
  });

  test('takes an empty field for an absent one, and master when nothing is named', () => {
    assert.deepEqual(resolve({ commit: '', tag: '', branch: 'main' }), [{ commit: a, reference: 'refs/heads/main' }]);
    assert.throws(() => resolve({}), { message: /couldn't find remote ref "refs\/heads\/master"/ });
  });

  test('asks only for the kinds of references that it needs', () => {
    assert.equal(kindsToList({ branch: 'main' }), 'heads');
    assert.equal(kindsToList({ semver: '1.x', branch: 'main' }), 'tags');
    assert.equal(kindsToList({ name: 'refs/heads/main' }), 'heads');
    assert.equal(kindsToList({ name: 'refs/pull/7/head', tag: 'v1' }), 'all');
    assert.equal(kindsToList({ commit: a, tag: 'v1' }), 'heads');
  });

  test('finds pre-releases and loose tags only where Flux does', () => {
    assert.deepEqual(resolve({ semver: '>=2.0.0-0' })[0]?.reference, 'refs/tags/v2.0.0-rc.1');
    assert.throws(() => resolve({ semver: '1.2.x' }), { message: 'no match found for semver: 1.2.x' });
    assert.throws(() => resolve({ semver: 'nonsense' }), { message: /^semver parse error: / });
  });

  test('says what cannot be resolved in the words of Flux', () => {
    assert.throws(() => resolve({ name: 'refs/heads/x' }), {
      message: "unable to resolve ref 'refs/heads/x' to a specific commit",
    });
    assert.throws(() => resolve({ name: 'refs/heads/' }), {
      message: /Git refs cannot begin or end with a slash '\/'/,
    });
    assert.throws(() => resolve({ commit: 'abc' }), {
      message: "unable to resolve commit object for 'abc': object not found",
    });
    assert.throws(() => resolve({ commit: a, branch: 'x' }), { reason: 'ReferenceNotFound' });
  });

  test('gives all versions that differ in build metadata only', () => {
    const tags = parseAdvertised(`${a}\trefs/tags/1.0.0+1\n${b}\trefs/tags/1.0.0+2\n${c}\trefs/tags/0.9.0\n`);
    const found = resolveReference(tags, { semver: '*' }, 'x').map(({ reference }) => reference);
    assert.deepEqual(found, ['refs/tags/1.0.0+1', 'refs/tags/1.0.0+2']);
  });
});
