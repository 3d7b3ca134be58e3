import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { type AutomationFixture, conditionText, startAutomationFixture } from './testing/automation-fixture.ts';

const marked = (image: string, setter: string) =>
  `# kept  \napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n   image:   ${image}   # {"$imagepolicy": "apps:${setter}"}\r\n`;

suite('ImageUpdateAutomation', () => {
  let git: AutomationFixture;
  let onPush: (() => Promise<void>) | undefined;
  before(async () => {
    git = await startAutomationFixture({
      async intercept(request) {
        if (request.method === 'POST' && request.url.endsWith('/git-receive-pack')) await onPush?.();
        return undefined;
      },
      authorize: async ({ repository, authorization, operation }) => {
        if (repository !== 'closed.git' || operation === 'read') return 'allowed';
        return authorization === `Basic ${Buffer.from('ada:canary').toString('base64')}` ? 'allowed' : 'denied';
      },
    });
  });
  after(() => git.close());

  const source = (name: string) => ({ sourceRef: { kind: 'GitRepository', name } });
  const author = { author: { name: 'Flux', email: 'flux@example.org' } };
  const upToDate = 'True Succeeded: repository up-to-date';
  const eventsOf = (name: string) =>
    git.events
      .filter(({ involvedObject }) => involvedObject.name === name)
      .map(({ reason, message }) => `${reason}: ${message}`);

  test('commits a new image and pushes, with every other byte kept', async () => {
    await git.repository('story', { 'apps/a.yaml': marked('app:1.0.0', 'story'), 'b.yaml': marked('x:1', 'other') });
    await git.policy('story', { name: 'app', tag: '1.0.0' });
    await git.automation('story', source('story'));
    const first = await git.until('story', upToDate);
    const start = await git.head('story');
    assert.equal(first.status?.lastPushCommit, undefined);
    assert.equal(first.status?.observedSourceRevision, `main@sha1:${start}`);

    await git.policy('story', { name: 'app', tag: '1.1.0' });
    await eventually(async () => assert.notEqual(await git.head('story'), start));
    const commit = await git.head('story');
    await eventually(async () => assert.equal((await git.get('story')).status?.lastPushCommit, commit));
    assert.deepEqual(await git.files('story'), {
      'apps/a.yaml': marked('app:1.1.0', 'story'),
      'b.yaml': marked('x:1', 'other'),
    });
    const { status = {}, metadata } = await git.get('story');
    assert.equal(status.observedSourceRevision, `main@sha1:${commit}`);
    assert.deepEqual(status.observedPolicies?.['story'], { name: 'app', tag: '1.1.0' });
    assert.match(`${status.lastPushTime} ${status.lastAutomationRunTime}`, /^\d{4}-.*Z \d{4}-.*Z$/);
    assert.equal(status.observedGeneration, metadata.generation);
    const summary = `pushed commit '${commit?.slice(0, 7)}' to branch 'main'\nUpdate from image update automation`;
    await eventually(() => assert.ok(eventsOf('story').includes(`Succeeded: ${summary}`)));
  });

  test('pushes nothing, and asks for no files, when nothing has changed', async () => {
    await git.repository('idle', { 'a.yaml': marked('app:1.0.0', 'idle') });
    await git.policy('idle', { name: 'app', tag: '1.0.0' });
    await git.automation('idle', source('idle'));
    await git.until('idle', upToDate);
    await git.request('idle');
    const before = git.calls.length;
    await git.request('idle');
    const later = git.calls.slice(before).filter((call) => call.startsWith('/idle.git'));
    assert.ok(later.length > 0 && later.every((call) => !call.includes('receive-pack')), later.join('\n'));
    // The commit of somebody else is looked at when the source tells of it.
    const person = await git.commit('idle', { 'a.yaml': marked('app:0.9.0', 'idle') });
    const artifact = {
      digest: 'sha256:1',
      revision: `main@sha1:${person}`,
      path: 'x',
      url: 'http://x',
      lastUpdateTime: '2026-01-01T00:00:00Z',
    };
    await git.client.patch(
      { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', namespace: 'apps', name: 'idle' },
      { status: { artifact } },
      { type: 'merge', subresource: 'status' },
      git.signal,
    );
    await eventually(async () => assert.equal((await git.files('idle'))['a.yaml'], marked('app:1.0.0', 'idle')));
  });

  test('begins anew on the fresh head when a person pushes at the same time', async () => {
    await git.repository('race', { 'a.yaml': marked('app:1.0.0', 'race') });
    await git.policy('race', { name: 'app', tag: '1.0.0' });
    await git.automation('race', source('race'));
    await git.until('race', upToDate);
    let person: string | undefined;
    onPush = async () => {
      onPush = undefined;
      person = await git.commit('race', { 'person.txt': 'mine\n' });
    };
    await git.policy('race', { name: 'app', tag: '2.0.0' });
    await eventually(async () => assert.equal((await git.files('race'))['a.yaml'], marked('app:2.0.0', 'race')));
    const files = await git.files('race');
    assert.equal(files['person.txt'], 'mine\n');
    const parent = execFileSync('git', ['-C', git.folderOf('race'), 'rev-parse', 'main^'], { encoding: 'utf8' }).trim();
    assert.equal(parent, person);
    await git.until('race', upToDate);
  });

  test('pushes to another branch, and keeps going on from it', async () => {
    await git.repository('branch', { 'a.yaml': marked('app:1.0.0', 'branch') });
    await git.policy('branch', { name: 'app', tag: '1.1.0' });
    await git.automation('branch', {
      ...source('branch'),
      git: { commit: author, push: { branch: 'flux-updates', refspec: 'refs/heads/flux-updates:refs/heads/copy' } },
    });
    await eventually(async () => assert.ok(await git.head('branch', 'copy')));
    const first = await git.head('branch', 'flux-updates');
    assert.equal(await git.head('branch', 'copy'), first);
    const { status } = await git.until('branch', upToDate);
    assert.equal(status?.observedSourceRevision, `main@sha1:${await git.head('branch')}`);
    await git.policy('branch', { name: 'app', tag: '1.2.0' });
    await eventually(async () => assert.notEqual(await git.head('branch', 'copy'), first));
    assert.equal(await git.head('branch', 'flux-updates^'), first);
    assert.equal((await git.files('branch'))['a.yaml'], marked('app:1.0.0', 'branch'));
    assert.ok(
      eventsOf('branch').some((event) =>
        event.includes("to branch 'flux-updates' and refspecs 'refs/heads/flux-updates:refs/heads/copy'\n"),
      ),
    );
  });

  test('keeps to the path and to the policies it selects', async () => {
    const files = {
      'in/a.yaml': marked('app:1', 'sel'),
      'out/a.yaml': marked('app:1', 'sel'),
      'in/b.yaml': marked('app:1', 'unsel'),
    };
    await git.repository('select', files);
    await git.policy('sel', { name: 'app', tag: '2' }, { team: 'a' });
    await git.policy('unsel', { name: 'app', tag: '2' }, { team: 'b' });
    await git.automation('select', {
      ...source('select'),
      update: { path: './in' },
      policySelector: { matchLabels: { team: 'a' } },
    });
    await eventually(async () => assert.equal((await git.files('select'))['in/a.yaml'], marked('app:2', 'sel')));
    assert.deepEqual(await git.files('select'), { ...files, 'in/a.yaml': marked('app:2', 'sel') });
    const { status } = await git.until('select', upToDate);
    assert.deepEqual(Object.keys(status?.observedPolicies ?? {}), ['sel']);
  });

  test('signs with an ssh key', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    await git.secret('signing', { identity: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() });
    await git.repository('signed', { 'a.yaml': marked('app:1', 'signed') });
    await git.policy('signed', { name: 'app', tag: '2' });
    const signingKey = { type: 'ssh', secretRef: { name: 'signing' } };
    await git.automation('signed', { ...source('signed'), git: { commit: { ...author, signingKey } } });
    await eventually(async () => assert.equal((await git.files('signed'))['a.yaml'], marked('app:2', 'signed')));
    const commit = execFileSync('git', ['-C', git.folderOf('signed'), 'cat-file', '-p', 'main'], { encoding: 'utf8' });
    assert.match(commit, /\ngpgsig -----BEGIN SSH SIGNATURE-----\n /);
  });

  test('uses the credentials of the source, and never shows them', async () => {
    await git.repository('closed', { 'a.yaml': marked('app:1', 'closed') });
    await git.policy('closed', { name: 'app', tag: '2' });
    await git.automation('closed', source('closed'));
    await git.until('closed', /^False GitOperationFailed: failed to update source: failed to push to remote: /);
    await git.secret('password', { username: 'ada', password: 'canary' });
    await git.patch('GitRepository', 'closed', { spec: { secretRef: { name: 'password' } } });
    await git.until('closed', upToDate);
    assert.equal((await git.files('closed'))['a.yaml'], marked('app:2', 'closed'));
    assert.ok(!JSON.stringify([git.lines, git.events, await git.get('closed')]).includes('canary'));
  });

  test('writes messages by the template, and pushes nothing when that fails', async () => {
    await git.repository('message', { 'a.yaml': marked('app:1', 'message') });
    await git.policy('message', { name: 'app', tag: '2' });
    const commit = (messageTemplate: string) => ({
      git: { commit: { ...author, messageTemplate, messageTemplateValues: { who: 'us' } } },
    });
    await git.automation('message', { ...source('message'), ...commit('{{ .Updated }}') });
    const stalled = await git.until(
      'message',
      /^True RemovedTemplateField: template uses removed '.Updated' field/,
      'Stalled',
    );
    assert.equal(stalled.status?.observedGeneration, stalled.metadata.generation);
    await git.patch('ImageUpdateAutomation', 'message', { spec: commit('{{ range 1000000000 }}x{{ end }}') });
    await git.until(
      'message',
      /^False GitOperationFailed: failed to update source: failed to run template from spec: .* exceeded its limits/,
    );
    const before = await git.head('message');
    await git.patch('ImageUpdateAutomation', 'message', {
      spec: commit('{{ (index .Changed.Changes 0).NewValue }} for {{ .Values.who }}'),
    });
    await git.until('message', upToDate);
    assert.equal(await git.head('message', 'main^'), before);
    const text = execFileSync('git', ['-C', git.folderOf('message'), 'log', '-1', '--format=%B', 'main'], {
      encoding: 'utf8',
    });
    assert.equal(text.trim(), 'app:2 for us');
  });

  test('says in the words of Flux what is wrong', async () => {
    await git.repository('fleet', { 'a.yaml': 'x: 1\n', 'bad.yaml': marked('[', 'p') });
    const prefix = 'failed configuring source manager: ';
    const cases: readonly (readonly [name: string, spec: object, condition: string, type?: string])[] = [
      [
        'missing',
        source('missing'),
        `False SourceManagerFailed: ${prefix}referenced git repository does not exist: gitrepositories.source.toolkit.fluxcd.io "missing" not found`,
      ],
      [
        'no-git',
        { git: null },
        "True InvalidSourceConfiguration: source kind 'GitRepository' necessitates field .spec.git: invalid source configuration",
        'Stalled',
      ],
      [
        'selector',
        { policySelector: { matchExpressions: [{ key: 'a', operator: 'Is' }] } },
        'True InvalidPolicySelector: failed to parse policy selector: "Is" is not a valid label selector operator',
        'Stalled',
      ],
      [
        'key',
        { git: { commit: { ...author, signingKey: { secretRef: { name: 'nokey' } } } } },
        `False SourceManagerFailed: ${prefix}could not find signing key secret 'nokey': secrets "nokey" not found`,
      ],
      [
        'tag',
        { git: { commit: author, checkout: { ref: { tag: 'v1' } } } },
        `False SourceManagerFailed: ${prefix}push spec not provided, and cannot be inferred from .spec.git.checkout.ref or GitRepository .spec.ref`,
      ],
      [
        'path',
        { update: { path: 'nowhere' } },
        'False UpdateFailed: failed to apply policies: walking path for files: lstat nowhere: no such file or directory',
      ],
      ['broken', {}, upToDate],
    ];
    for (const [name, spec] of cases) await git.automation(name, spec);
    for (const [name, , condition, type] of cases) await git.until(name, condition, type);
    const { status } = await git.get('missing');
    assert.match(
      conditionText({ ...(await git.get('missing')), status: status ?? {} }, 'Reconciling'),
      /^True ProgressingWithRetry: /,
    );
    assert.ok(git.lines.some((line) => line.includes('bad.yaml')));
  });
});

suite('ImageUpdateAutomation with cross-namespace references blocked', () => {
  test('is denied a source of another namespace', async () => {
    const git = await startAutomationFixture({ noCrossNamespaceRefs: true });
    await git.automation('p', { sourceRef: { kind: 'GitRepository', name: 'fleet', namespace: 'other' } });
    const what = "can't access 'GitRepository/other/fleet', cross-namespace references have been blocked";
    await git.until('p', `True AccessDenied: ${what}`, 'Stalled');
    await git.close();
  });
});
