import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, suite, test } from 'node:test';
import { conditionTexts, hasReason, isReady } from '../testing/conditions.ts';
import { type SourceFixture, startSourceFixture } from '../testing/source-fixture.ts';

suite('content of a GitRepository', () => {
  let source: SourceFixture;
  before(async () => {
    source = await startSourceFixture();
  });
  after(() => source.close());

  test('includes other repositories as soon as they are there, and follows them', async () => {
    await source.commit('base.git', { 'own.yaml': '1' });
    await source.commit('shared.git', { 'lib/a.yaml': '1', 'lib/deep/b.yaml': '1', 'other.yaml': '1' });
    const include = [
      { repository: { name: 'shared' }, fromPath: 'lib', toPath: 'vendor' },
      { repository: { name: 'shared' } },
    ];
    await source.create('base', { url: source.urlOf('base.git'), include });
    const waiting = await source.until('base', hasReason('NotFound'));
    const why = 'gitrepositories.source.toolkit.fluxcd.io "shared" not found';
    const text = `NotFound: could not get resource for include 'shared': ${why}`;
    assert.equal(conditionTexts(waiting)['IncludeUnavailable'], `True ${text}`);
    assert.equal(conditionTexts(waiting)['Ready'], `False ${text}`);

    await source.create('shared', { url: source.urlOf('shared.git') });
    const object = await source.until('base', isReady);
    const shared = await source.get('shared');
    assert.deepEqual(object.status?.includedArtifacts, [shared.status?.artifact, shared.status?.artifact]);
    assert.deepEqual(object.status?.observedInclude, include);
    assert.deepEqual(await source.files('base'), {
      '/own.yaml': '1',
      '/shared/lib/a.yaml': '1',
      '/shared/lib/deep/b.yaml': '1',
      '/shared/other.yaml': '1',
      '/vendor/a.yaml': '1',
      '/vendor/deep/b.yaml': '1',
    });

    await source.commit('shared.git', { 'lib/a.yaml': '2' });
    const { status } = await source.request('shared');
    const digest = status?.artifact?.digest;
    await source.until('base', (each) => each.status?.includedArtifacts?.[0]?.digest === digest);
    assert.equal((await source.files('base'))['/vendor/a.yaml'], '2');
  });

  test('reports an included folder that does not exist', async () => {
    await source.commit('inc.git', { a: '1' });
    await source.create('inc', { url: source.urlOf('inc.git') });
    await source.until('inc', isReady);
    const include = [{ repository: { name: 'inc' }, fromPath: '../../nope' }];
    await source.create('bad-include', { url: source.urlOf('inc.git'), include });
    const object = await source.until('bad-include', hasReason('CopyFailure'));
    const text = "failed to copy 'inc' include from ../../nope to inc: no such file or directory";
    assert.equal(conditionTexts(object)['StorageOperationFailed'], `True CopyFailure: ${text}`);
  });

  test('takes submodules when asked to', async () => {
    const inner = await source.commit('inner.git', { 'lib.yaml': 'inner' });
    await source.commit('outer.git', {
      'app.yaml': 'outer',
      '.gitmodules': '[submodule "x"]\n\tpath = deps/x\n\turl = ../inner.git\n',
    });
    const folder = source.folderOf('outer.git');
    const git = (words: string[], input?: string): string =>
      execFileSync('git', words, { cwd: folder, input, encoding: 'utf8' }).trim();
    const deps = git(['mktree', '--missing'], `160000 commit ${inner}\tx\n`);
    const root = git(['mktree'], `${git(['ls-tree', 'refs/heads/main'])}\n040000 tree ${deps}\tdeps\n`);
    const identity = {
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@b',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@b',
    };
    const env = { ...process.env, ...identity };
    const words = ['commit-tree', root, '-m', 'with submodule'];
    const commit = execFileSync('git', words, { cwd: folder, env, encoding: 'utf8' }).trim();
    git(['update-ref', 'refs/heads/main', commit]);

    await source.create('outer', { url: source.urlOf('outer.git') });
    await source.until('outer', isReady);
    assert.deepEqual(await source.files('outer'), { '/app.yaml': 'outer' });
    await source.change('outer', { recurseSubmodules: true });
    await source.until('outer', ({ status }) => status?.observedRecurseSubmodules === true);
    assert.deepEqual(await source.files('outer'), { '/app.yaml': 'outer', '/deps/x/lib.yaml': 'inner' });
  });

  test('drops symbolic links and refuses names that no file system should see', async () => {
    await source.commit('hostile.git', { 'app.yaml': '1' });
    const folder = source.folderOf('hostile.git');
    const git = (words: string[], input?: string): string =>
      execFileSync('git', words, { cwd: folder, input, encoding: 'utf8' }).trim();
    const blob = git(['hash-object', '-w', '--stdin'], '/etc/passwd');
    const identity = {
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@b',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@b',
    };
    const env = { ...process.env, ...identity };
    const commitTree = (tree: string, branch: string): void => {
      const commit = execFileSync('git', ['commit-tree', tree, '-m', 'x'], {
        cwd: folder,
        env,
        encoding: 'utf8',
      }).trim();
      git(['update-ref', `refs/heads/${branch}`, commit]);
    };
    commitTree(git(['mktree'], `100644 blob ${blob}\ta\n120000 blob ${blob}\tlink\n`), 'linked');
    await source.create('linked', { url: source.urlOf('hostile.git'), ref: { branch: 'linked' } });
    await source.until('linked', isReady);
    assert.deepEqual(await source.files('linked'), { '/a': '/etc/passwd' });

    const evil = Buffer.concat([Buffer.from('100644 ..\0'), Buffer.from(blob, 'hex')]);
    const words = ['hash-object', '-t', 'tree', '-w', '--stdin', '--literally'];
    const tree = execFileSync('git', words, { cwd: folder, input: evil, encoding: 'utf8' }).trim();
    commitTree(tree, 'evil');
    await source.create('evil', { url: source.urlOf('hostile.git'), ref: { branch: 'evil' } });
    const object = await source.until('evil', hasReason('GitOperationFailed'));
    assert.match(conditionTexts(object)['Ready'] ?? '', /unsafe name "\.\."/);
    assert.equal(object.status?.artifact, undefined);
  });
});
