import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { formatGitRevision, parseRevision, shortRevision } from '@flux19/api';

const sha1 = '5394cb7f48332b2de7c17dd8b8384bbc84b7e738';
const sha256 = `${sha1}${'a'.repeat(24)}`;

suite('revision', () => {
  test('reads names and digests', () => {
    assert.deepEqual(parseRevision(`feature/x@sha1:${sha1}`), { name: 'feature/x', algorithm: 'sha1', hash: sha1 });
    assert.deepEqual(parseRevision(`sha256:${sha256}`), { name: '', algorithm: 'sha256', hash: sha256 });
    assert.deepEqual(parseRevision('6.2.1+1'), { name: '', algorithm: '', hash: '6.2.1+1' });
  });

  test('reads what Flux wrote before 0.41', () => {
    assert.deepEqual(parseRevision(`feature/x/${sha1}`), { name: 'feature/x', algorithm: 'sha1', hash: sha1 });
    assert.deepEqual(parseRevision(`HEAD/${sha1}`), { name: '', algorithm: 'sha1', hash: sha1 });
    assert.deepEqual(parseRevision(sha1), { name: '', algorithm: 'sha1', hash: sha1 });
  });

  test('writes the revision of a commit', () => {
    assert.equal(formatGitRevision('main', sha1), `main@sha1:${sha1}`);
    assert.equal(formatGitRevision('', sha256), `sha256:${sha256}`);
  });

  test('cuts hashes to eight characters', () => {
    assert.equal(shortRevision(`main@sha1:${sha1}`), 'main@sha1:5394cb7f');
    assert.equal(shortRevision(`latest@sha256:${sha256}`), 'latest@sha256:5394cb7f');
    assert.equal(shortRevision('6.2.1'), '6.2.1');
  });
});
