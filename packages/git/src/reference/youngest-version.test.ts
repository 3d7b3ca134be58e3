import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type GitFixture, startGitFixture } from '../testing/git-fixture.ts';

suite('versions that differ in build metadata only', () => {
  let git: GitFixture;
  before(async () => {
    git = await startGitFixture();
  });
  after(() => git.close());

  test('are told apart by the age of their commits, which is looked up once', async () => {
    const at = (day: number) => Date.UTC(2026, 0, day);
    await git.commit('app.git', { when: at(3), tags: [{ name: '1.0.0+a' }] });
    const youngest = await git.commit('app.git', { when: at(9), tags: [{ name: '1.0.0+b', message: 'annotated' }] });
    await git.commit('app.git', { when: at(5), tags: [{ name: '1.0.0+c' }] });
    const client = git.client();
    const request = { remote: { url: `${git.listener.url}/app.git` }, reference: { semver: '1.x' } };
    const { commit, reference } = await client.resolve(request, git.signal);
    assert.deepEqual([commit, reference], [youngest, 'refs/tags/1.0.0+b']);
    const before = git.listener.requests.length;
    assert.equal((await client.resolve(request, git.signal)).commit, youngest);
    assert.equal(git.listener.requests.length - before, 2);
  });
});
