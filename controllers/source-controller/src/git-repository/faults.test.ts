import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { GitVerdict } from '@flux19/git';
import { repositoriesWithUrl } from '@flux19/source-controller';
import { conditionTexts, hasReason, isReady } from '../testing/conditions.ts';
import { type SourceFixture, startSourceFixture } from '../testing/source-fixture.ts';

suite('faults of a GitRepository', () => {
  let source: SourceFixture;
  /** What the git server does with each request. */
  let behave: () => Promise<GitVerdict> = async () => 'allowed';
  before(async () => {
    source = await startSourceFixture({ authorize: () => behave() });
    await source.commit('app.git', { a: '1' });
  });
  after(() => source.close());

  test('a server that fails is asked again until it is back, and the last artifact stays', async () => {
    await source.create('app', { url: source.urlOf('app.git') });
    const good = await source.until('app', isReady);
    behave = () => Promise.reject(new Error('disk of the git server is full'));
    const commit = await source.commit('app.git', { a: '2' });
    const failed = await source.request('app');
    const why = `unable to list remote for '${source.urlOf('app.git')}': The requested URL returned error: 500`;
    const text = `GitOperationFailed: failed to checkout and determine revision: ${why}`;
    assert.equal(conditionTexts(failed)['Ready'], `False ${text}`);
    assert.deepEqual(failed.status?.artifact, good.status?.artifact);
    behave = async () => 'allowed';
    const object = await source.until('app', isReady);
    assert.equal(object.status?.artifact?.revision, `main@sha1:${commit}`);
  });

  test('a server that does not answer is given up after the timeout', async () => {
    behave = () => new Promise(() => undefined);
    await source.create('silent', { url: source.urlOf('app.git'), timeout: '100ms' });
    const object = await source.until('silent', hasReason('GitOperationFailed'));
    const why = `unable to clone '${source.urlOf('app.git')}': context deadline exceeded`;
    const text = `failed to checkout and determine revision: ${why}`;
    assert.equal(conditionTexts(object)['FetchFailed'], `True GitOperationFailed: ${text}`);
    behave = async () => 'allowed';
    await source.until('silent', isReady);
  });

  test('a broken object does not stop the others', async () => {
    await source.commit('other.git', { a: '1' });
    await source.create('broken', { url: source.urlOf('nope.git') });
    await source.create('other', { url: source.urlOf('other.git') });
    await source.until('other', isReady);
    await source.until('broken', hasReason('GitOperationFailed'));
  });

  test('a status that names the file of another object reaches nothing of it', async () => {
    await source.commit('victim.git', { a: 'secret' });
    await source.create('victim', { url: source.urlOf('victim.git') });
    const { artifact } = (await source.until('victim', isReady)).status ?? {};
    await source.create('thief', { url: source.urlOf('app.git') });
    const own = (await source.until('thief', isReady)).status?.artifact;
    const address = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      namespace: 'apps',
      name: 'thief',
    };
    const forged = { status: { artifact: { ...own, path: artifact?.path ?? '', digest: 'sha256:0' } } };
    await source.client.patch(address, forged, { type: 'merge', subresource: 'status' }, source.signal);
    const healed = await source.request('thief');
    assert.equal(healed.status?.artifact?.path, own?.path);
    await source.store.verify(artifact ?? assert.fail(), source.signal);
  });

  test('a push that is told of is taken at once', async () => {
    await source.commit('pushed.git', { a: '1' });
    await source.create('pushed', { url: source.urlOf('pushed.git') });
    await source.until('pushed', isReady);
    const commit = await source.commit('pushed.git', { a: '2' });
    const cache = source.manager.cache('gitrepository') ?? assert.fail();
    const keys = repositoriesWithUrl(cache, (url) => url === source.urlOf('pushed.git'));
    assert.deepEqual(keys, [{ namespace: 'apps', name: 'pushed' }]);
    for (const key of keys) source.manager.enqueue('gitrepository', key);
    await source.until('pushed', ({ status }) => status?.artifact?.revision === `main@sha1:${commit}`);
  });
});
