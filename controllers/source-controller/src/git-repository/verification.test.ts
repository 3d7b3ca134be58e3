import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, suite, test } from 'node:test';
import { conditionTexts, hasReason, isReady } from '../testing/conditions.ts';
import { type SourceFixture, startSourceFixture } from '../testing/source-fixture.ts';
import { createSshSigner } from '../testing/ssh-signer.ts';

suite('verification of a GitRepository', () => {
  const signer = createSshSigner();
  let source: SourceFixture;
  let commit: string;
  let tag: string;

  /** Runs git on the served repository. */
  const git = (words: string[], input?: string): string =>
    execFileSync('git', words, { cwd: source.folderOf('signed.git'), input, encoding: 'utf8' });

  before(async () => {
    source = await startSourceFixture();
    const unsigned = await source.commit('signed.git', { a: '1' });
    const payload = git(['cat-file', 'commit', unsigned]);
    const header = `gpgsig ${signer.sign(Buffer.from(payload)).trimEnd().replaceAll('\n', '\n ')}\n`;
    const at = payload.indexOf('\n\n') + 1;
    const write = (type: string, text: string) => git(['hash-object', '-t', type, '-w', '--stdin'], text).trim();
    commit = write('commit', payload.slice(0, at) + header + payload.slice(at));
    const text = `object ${commit}\ntype commit\ntag v1.0.0\ntagger Ada <ada@example.org> 1767225600 +0000\n\nrelease\n`;
    tag = write('tag', text + signer.sign(Buffer.from(text)));
    git(['update-ref', 'refs/heads/main', commit]);
    git(['update-ref', 'refs/tags/v1.0.0', tag]);
    git(['update-ref', 'refs/heads/plain', unsigned]);
    git(['update-ref', 'refs/tags/plain', unsigned]);
    await source.secret('keys', { 'ada.sshpub': signer.line });
    await source.secret('others', { 'eve.sshpub': createSshSigner().line });
    await source.secret('pgp', { 'ada.asc': 'x' });
  });
  after(() => source.close());

  test('names commit, tag and key when they are signed', async () => {
    const url = source.urlOf('signed.git');
    const key = `with key '${signer.fingerprint}'`;
    const lines = { HEAD: `\n\t- commit '${commit}' ${key}`, Tag: `\n\t- tag 'v1.0.0@${tag}' ${key}` };
    const expected = { HEAD: lines.HEAD, Tag: lines.Tag, TagAndHEAD: lines.Tag + lines.HEAD };
    for (const [mode, text] of Object.entries(expected)) {
      const name = `good-${mode.toLowerCase()}`;
      await source.create(name, {
        url,
        ref: { tag: 'v1.0.0' },
        verify: { mode: mode as 'HEAD', secretRef: { name: 'keys' } },
      });
      const object = await source.until(name, isReady);
      assert.equal(conditionTexts(object)['SourceVerified'], `True Succeeded: verified signature of${text}`);
      assert.equal(object.status?.sourceVerificationMode, mode);
    }
  });

  test('refuses what is not signed, or by somebody else, and stores nothing', async () => {
    const url = source.urlOf('signed.git');
    const spec = { url, verify: { mode: 'HEAD', secretRef: { name: 'others' } } } as const;
    await source.create('stranger', spec);
    const stranger = await source.until('stranger', hasReason('InvalidCommitSignature'));
    const why =
      'unable to verify Git commit SSH signature: unable to verify payload with any of the given authorized keys: no matching key';
    const text = `False InvalidCommitSignature: signature verification of commit '${commit}' failed: ${why}`;
    assert.deepEqual(conditionTexts(stranger), {
      Reconciling: 'True ProgressingWithRetry: building artifact',
      Ready: text,
      SourceVerified: text,
    });
    assert.equal(stranger.status?.artifact, undefined);

    await source.create('unsigned', { ...spec, ref: { branch: 'plain' } });
    const unsigned = await source.until('unsigned', hasReason('InvalidCommitSignature'));
    assert.match(conditionTexts(unsigned)['Ready'] ?? '', /failed: unsupported signature type: empty$/);

    await source.create('no-keys', { ...spec, verify: { mode: 'HEAD', secretRef: { name: 'pgp' } } });
    const noKeys = await source.until('no-keys', hasReason('InvalidCommitSignature'));
    assert.match(
      conditionTexts(noKeys)['Ready'] ?? '',
      /no SSH public keys found in secret \(keys with \.sshpub suffix\)$/,
    );

    await source.create('no-secret', { ...spec, verify: { mode: 'HEAD', secretRef: { name: 'nope' } } });
    const noSecret = await source.until('no-secret', hasReason('VerificationError'));
    assert.match(conditionTexts(noSecret)['Ready'] ?? '', /public keys secret error: secrets "nope" not found$/);
  });

  test('of a tag needs a tag that is signed', async () => {
    const url = source.urlOf('signed.git');
    const verify = { mode: 'Tag', secretRef: { name: 'keys' } } as const;
    await source.create('light', { url, ref: { tag: 'plain' }, verify });
    const light = await source.until('light', hasReason('InvalidGitObject'));
    assert.match(
      conditionTexts(light)['Ready'] ?? '',
      /cannot verify signature of tag 'plain' since it is not signed$/,
    );
    await source.create('branch', { url, verify });
    const branch = await source.until('branch', hasReason('InvalidVerificationMode'));
    assert.match(conditionTexts(branch)['Stalled'] ?? '', /if a tag reference is not specified$/);
  });

  test('is made up for when it is demanded later, and dropped with a new revision', async () => {
    const url = source.urlOf('later.git');
    await source.commit('later.git', { a: '1' });
    await source.create('later', { url });
    const before = await source.until('later', isReady);
    await source.change('later', { verify: { mode: 'HEAD', secretRef: { name: 'keys' } } });
    const object = await source.until('later', hasReason('InvalidCommitSignature'));
    assert.deepEqual(object.status?.artifact, before.status?.artifact);
    await source.change('later', { verify: null });
    const after = await source.until('later', isReady);
    assert.equal(conditionTexts(after)['SourceVerified'], undefined);
  });
});
