import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { conditionTexts as conditions, hasReason, isReady } from '../testing/conditions.ts';
import { type SourceFixture, startSourceFixture } from '../testing/source-fixture.ts';

suite('GitRepository', () => {
  let source: SourceFixture;
  before(async () => {
    source = await startSourceFixture();
  });
  after(() => source.close());

  test('becomes ready with an artifact of the branch', async () => {
    const commit = await source.commit(
      'app.git',
      { 'deploy/app.yaml': 'kind: A', 'logo.png': 'x' },
      { message: 'First\n\nbody' },
    );
    await source.create('app', { url: source.urlOf('app.git') });
    const object = await source.until('app', isReady);
    const revision = `main@sha1:${commit}`;
    assert.deepEqual(conditions(object), {
      Ready: `True Succeeded: stored artifact for revision '${revision}'`,
      ArtifactInStorage: `True Succeeded: stored artifact for revision '${revision}'`,
    });
    const { artifact, observedGeneration } = object.status ?? {};
    assert.equal(observedGeneration, 1);
    assert.equal(artifact?.revision, revision);
    assert.equal(artifact?.path, `gitrepository/apps/app/${commit}.tar.gz`);
    assert.equal(artifact?.url, `http://store/gitrepository/apps/app/${commit}.tar.gz`);
    assert.deepEqual(object.metadata.finalizers, ['finalizers.fluxcd.io']);
    assert.deepEqual(await source.files('app'), { '/deploy/app.yaml': 'kind: A' });
    assert.deepEqual(await source.events('app'), ["NewArtifact: stored artifact for commit 'First'"]);
  });

  test('costs one ls-remote and no write when nothing has changed', async () => {
    await source.commit('calm.git', { a: '1' });
    await source.create('calm', { url: source.urlOf('calm.git') });
    await source.until('calm', isReady);
    await source.events('calm');
    const [calls, gitCalls] = [source.calls.length, source.gitCalls.length];
    source.manager.enqueue('gitrepository', { namespace: 'apps', name: 'calm' });
    while (source.gitCalls.length < gitCalls + 2) await new Promise((done) => setTimeout(done, 2));
    await source.events('calm');
    const own = source.calls.slice(calls).filter((call) => !call.includes('/events'));
    assert.deepEqual(
      own.filter((call) => !call.startsWith('GET')),
      [],
    );
    assert.deepEqual(source.gitCalls.slice(gitCalls), [
      'GET /calm.git/info/refs?service=git-upload-pack',
      'POST /calm.git/git-upload-pack',
    ]);
  });

  test('follows the branch, also when it was rewritten', async () => {
    await source.commit('moving.git', { a: '1', b: '1' });
    await source.create('moving', { url: source.urlOf('moving.git') });
    const first = await source.until('moving', isReady);
    const commit = await source.commit('moving.git', { a: '2' });
    const second = await source.request('moving');
    assert.equal(second.status?.artifact?.revision, `main@sha1:${commit}`);
    assert.notEqual(second.status?.artifact?.digest, first.status?.artifact?.digest);
    assert.deepEqual(await source.files('moving'), { '/a': '2', '/b': '1' });
  });

  test('takes tags, versions, names and commits', async () => {
    const old = await source.commit('tagged.git', { a: 'old' }, { tags: [{ name: 'v1.0.0' }] });
    const tagged = await source.commit('tagged.git', { a: 'tag' }, { tags: [{ name: 'v1.2.0', message: 'release' }] });
    const head = await source.commit('tagged.git', { a: 'head' });
    const url = source.urlOf('tagged.git');
    const expected = [
      [{ tag: 'v1.0.0' }, `v1.0.0@sha1:${old}`],
      [{ semver: '>=1.0.0' }, `v1.2.0@sha1:${tagged}`],
      [{ name: 'refs/heads/main' }, `refs/heads/main@sha1:${head}`],
      [{ name: 'refs/tags/v1.2.0' }, `refs/tags/v1.2.0@sha1:${tagged}`],
      [{ commit: old }, `sha1:${old}`],
      [{ branch: 'main', commit: old }, `main@sha1:${old}`],
    ] as const;
    for (const [index, [ref, revision]] of expected.entries()) {
      await source.create(`ref-${index}`, { url, ref });
      const object = await source.until(`ref-${index}`, isReady);
      assert.equal(object.status?.artifact?.revision, revision);
    }
  });

  test('keeps the last artifact and says why when the branch is gone', async () => {
    await source.commit('gone.git', { a: '1' });
    await source.create('gone', { url: source.urlOf('gone.git') });
    const good = await source.until('gone', isReady);
    await source.change('gone', { ref: { branch: 'nope' } });
    const object = await source.until('gone', hasReason('GitOperationFailed'));
    const why = `unable to clone '${source.urlOf('gone.git')}': couldn't find remote ref "refs/heads/nope"`;
    const message = `GitOperationFailed: failed to checkout and determine revision: ${why}`;
    assert.deepEqual(conditions(object), {
      Reconciling: 'True ProgressingWithRetry: processing object: new generation 1 -> 2',
      Ready: `False ${message}`,
      FetchFailed: `True ${message}`,
      ArtifactInStorage: conditions(good)['ArtifactInStorage'],
    });
    assert.deepEqual(object.status?.artifact, good.status?.artifact);
    assert.equal(object.status?.observedGeneration, 1);
    await source.change('gone', { ref: { branch: 'main' } });
    const again = await source.until('gone', isReady);
    assert.deepEqual(conditions(again), conditions(good));
    const events = await source.events('gone');
    assert.ok(events.includes(message));
    assert.ok(
      events.some((event) => event.startsWith('Succeeded: stored artifact for commit')),
      events.join('\n'),
    );
  });

  test('tells an empty repository from one that is not there', async () => {
    await source.create('empty', { url: source.urlOf('empty.git') });
    const empty = await source.until('empty', hasReason('EmptyGitRepository'));
    assert.equal(conditions(empty)['FetchFailed'], 'True EmptyGitRepository: git repository is empty');
    await source.create('absent', { url: source.urlOf('absent.git') });
    const absent = await source.until('absent', hasReason('GitOperationFailed'));
    assert.match(conditions(absent)['Ready'] ?? '', /unable to clone: repository not found: git repository: 'http/);
    assert.match(conditions(absent)['Reconciling'] ?? '', /building artifact$/);
  });

  test('stalls on a URL that can never work', async () => {
    await source.create('bad-url', { url: 'http://-oProxyCommand=x/app.git' });
    const object = await source.until('bad-url', hasReason('URLInvalid'));
    const { Stalled, Ready, Reconciling } = conditions(object);
    assert.match(Ready ?? '', /^False URLInvalid: failed to parse url/);
    assert.match(Stalled ?? '', /^True URLInvalid/);
    assert.equal(Reconciling, undefined);
    assert.equal(object.status?.observedGeneration, 1);
  });

  test('rebuilds the artifact when the ignore rules change, and notes what it observed', async () => {
    await source.commit('ignored.git', { 'a.yaml': '1', 'b.md': '1' });
    await source.create('ignored', { url: source.urlOf('ignored.git') });
    await source.until('ignored', isReady);
    await source.change('ignored', { ignore: '*.md' });
    const object = await source.until('ignored', ({ status }) => status?.observedIgnore === '*.md');
    assert.deepEqual(await source.files('ignored'), { '/a.yaml': '1' });
    assert.equal(object.status?.observedGeneration, 2);
    await source.change('ignored', { ignore: null });
    await source.until('ignored', ({ status }) => status?.observedIgnore === undefined);
    assert.deepEqual(await source.files('ignored'), { '/a.yaml': '1', '/b.md': '1' });
  });

  test('takes only the folders of a sparse checkout, which have to exist', async () => {
    await source.commit('sparse.git', { 'apps/a': '1', 'infra/b': '1', c: '1' });
    await source.create('sparse', { url: source.urlOf('sparse.git'), sparseCheckout: ['./apps'] });
    const object = await source.until('sparse', isReady);
    assert.deepEqual(await source.files('sparse'), { '/apps/a': '1' });
    assert.deepEqual(object.status?.observedSparseCheckout, ['./apps']);
    await source.change('sparse', { sparseCheckout: ['../x'] });
    const failed = await source.until('sparse', hasReason('GitOperationFailed'));
    assert.match(conditions(failed)['FetchFailed'] ?? '', /sparse checkout dir '\.\.\/x' does not exist in repository/);
  });

  test('does nothing while suspended', async () => {
    const first = await source.commit('paused.git', { a: '1' });
    await source.create('paused', { url: source.urlOf('paused.git') });
    await source.until('paused', isReady);
    await source.change('paused', { suspend: true });
    await source.commit('paused.git', { a: '2' });
    const before = source.gitCalls.length;
    source.manager.enqueue('gitrepository', { namespace: 'apps', name: 'paused' });
    await new Promise((done) => setTimeout(done, 50));
    assert.deepEqual(
      source.gitCalls.slice(before).filter((call) => call.includes('paused')),
      [],
    );
    await source.change('paused', { suspend: false });
    const object = await source.until('paused', ({ status }) => !(status?.artifact?.revision.endsWith(first) ?? true));
    assert.equal(object.status?.observedGeneration, 3);
  });

  test('builds a damaged or lost artifact again', async () => {
    const { writeFile, rm } = await import('node:fs/promises');
    await source.commit('damaged.git', { a: '1' });
    await source.create('damaged', { url: source.urlOf('damaged.git') });
    const { status } = await source.until('damaged', isReady);
    const file = source.fileOf(status?.artifact?.path ?? '');
    await writeFile(file, 'tampered');
    const repaired = await source.request('damaged');
    assert.equal(repaired.status?.artifact?.digest, status?.artifact?.digest);
    await source.store.verify(repaired.status?.artifact ?? assert.fail(), source.signal);
    assert.match(
      (await source.events('damaged')).join('\n'),
      /ArtifactVerificationFailed: failed to verify integrity of artifact: computed digest/,
    );
    await rm(file);
    await source.request('damaged');
    await source.store.verify(repaired.status?.artifact ?? assert.fail(), source.signal);
  });

  test('removes its artifacts with the object', async () => {
    await source.commit('deleted.git', { a: '1' });
    await source.create('deleted', { url: source.urlOf('deleted.git') });
    const { status } = await source.until('deleted', isReady);
    const address = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      namespace: 'apps',
      name: 'deleted',
    };
    await source.client.delete(address, {}, source.signal);
    while ((await source.client.find(address, source.signal)) !== undefined)
      await new Promise((done) => setTimeout(done, 2));
    assert.equal(await source.store.exists(status?.artifact ?? assert.fail()), false);
  });
});
