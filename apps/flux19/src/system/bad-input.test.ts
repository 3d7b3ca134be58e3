import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import { hasReason } from '@flux19/kube';
import { eventually } from '@flux19/ports';
import type { CommittedFile } from '../testing/commit-folder.ts';
import { gitRepository, type RepositoryStory, readyText, startRepositoryStory } from '../testing/repository-story.ts';

/** Something that is wrong with a folder or a spec, and the condition that has to tell. */
interface BadInput {
  readonly files?: Readonly<Record<string, CommittedFile>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly condition: RegExp;
}

const configMap = (name: string, rest = 'data: {key: value}\n'): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: default}\n${rest}`;

const build = (what: string): RegExp => new RegExp(`^False BuildFailed: .*${what}`, 's');
const bomb = Array.from(
  { length: 30 },
  (_, i) => `k${i}: &a${i} [${i === 0 ? '1' : `*a${i - 1},*a${i - 1},*a${i - 1}`}]`,
);

const badInputs: Readonly<Record<string, BadInput>> = {
  'path-that-climbs': {
    spec: { path: '../../../etc' },
    condition: /^False ArtifactFailed: kustomization path not found: stat \/etc:/,
  },
  'path-like-a-flag': {
    spec: { path: '--output=/tmp/x' },
    condition: /^False ArtifactFailed: kustomization path not found/,
  },
  'resource-that-climbs': {
    files: { 'kustomization.yaml': 'resources: [../../../../etc/passwd]\n' },
    condition: build('etc/passwd'),
  },
  'absolute-resource': {
    files: { 'kustomization.yaml': 'resources: [/etc/passwd]\n' },
    condition: build('etc/passwd'),
  },
  'generator-that-climbs': {
    files: { 'kustomization.yaml': 'secretGenerator: [{name: a, files: [key=../../../../etc/passwd]}]\n' },
    condition: build('etc/passwd'),
  },
  'patch-that-climbs': {
    files: { 'kustomization.yaml': 'patches: [{path: ../../../../etc/passwd, target: {kind: A}}]\n' },
    condition: build('etc/passwd'),
  },
  'component-that-climbs': { spec: { components: ['../../../../../../etc'] }, condition: build('etc') },
  'link-to-file': {
    files: { 'kustomization.yaml': 'resources: [link.yaml]\n', 'link.yaml': { link: '/etc/passwd' } },
    condition: build('link.yaml.*exist'),
  },
  'link-to-folder': {
    files: { 'kustomization.yaml': 'resources: [linked]\n', linked: { link: '/etc' } },
    condition: build('linked.*exist'),
  },
  'links-in-a-circle': {
    files: { 'kustomization.yaml': 'resources: [a]\n', a: { link: 'b' }, b: { link: 'a' } },
    condition: build('exist'),
  },
  'base-of-itself': { files: { 'kustomization.yaml': 'resources: [../base-of-itself]\n' }, condition: build('cycle') },
  'bases-in-a-circle': {
    files: {
      'kustomization.yaml': 'resources: [inner]\n',
      'inner/kustomization.yaml': 'resources: [../../bases-in-a-circle]\n',
    },
    condition: build('cycle'),
  },
  'broken-yaml': { files: { 'a.yaml': 'kind: ConfigMap\nmetadata: [a\n' }, condition: build('a\\.yaml') },
  'bomb-of-aliases': {
    files: { 'a.yaml': configMap('bomb', `${bomb.join('\n')}\n`) },
    condition: build('alias|excessive|large'),
  },
  'nested-too-deeply': {
    files: { 'a.yaml': configMap('deep', `data: ${'['.repeat(20_000)}\n`) },
    condition: build('deep|nest|depth'),
  },
  'manifest-of-50-mib': {
    files: { 'a.yaml': configMap('huge', `data: {key: ${'a'.repeat(50 * 1024 * 1024)}}\n`) },
    condition: /^False (ReconciliationFailed|BuildFailed): .*(large|Too long|exceed)/s,
  },
  'unknown-kind': {
    files: { 'a.yaml': 'apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: a, namespace: default}\n' },
    condition: /^False ReconciliationFailed: Thing\/default\/a (dry-run failed|not found).*no matches for kind "Thing"/,
  },
  'immutable-field': {
    files: { 'a.yaml': configMap('fixed', 'data: {a: "2"}\nimmutable: true\n') },
    condition: /^False ReconciliationFailed: ConfigMap\/default\/fixed dry-run failed \(Invalid\): .*immutable/,
  },
  'patch-of-the-prototype': {
    spec: {
      patches: [{ patch: '- {op: add, path: /__proto__/polluted, value: "yes"}\n', target: { kind: 'ConfigMap' } }],
    },
    condition: build('__proto__'),
  },
};

suite('bad input', () => {
  let story: RepositoryStory;
  const { signal } = new AbortController();

  before(async () => {
    const bad = Object.entries(badInputs).flatMap(([name, { files = { 'a.yaml': configMap(name) } }]) =>
      Object.entries(files).map(([path, file]) => [`${name}/${path}`, file] as const),
    );
    story = await startRepositoryStory({
      ...Object.fromEntries(bad),
      'good/a.yaml': configMap('good'),
      'keys/a.yaml': configMap('keys', 'data: {__proto__: p, constructor: c, toString: t, "1": one}\n'),
      'keys/kustomization.yaml': 'resources: [a.yaml]\ncommonAnnotations: {constructor: c}\n',
    });
    const fixed = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'fixed', namespace: 'default' } };
    await story.system.client.create({ ...fixed, data: { a: '1' }, immutable: true }, {}, signal);
    for (const [name, { spec }] of Object.entries(badInputs)) await story.follow(name, spec);
    await story.follow('good');
    await story.follow('keys', { postBuild: { substitute: { constructor: 'c', toString: 't' } } });
  });
  after(() => story.close());

  for (const [name, { condition }] of Object.entries(badInputs)) {
    test(`${name} is refused with a clear condition`, () =>
      eventually(async () => {
        const text = readyText(await story.get('Kustomization', name));
        assert.match(text.slice(0, 2_000), condition);
        assert.ok(text.length < 40_000);
        assert.doesNotMatch(text, /root:.*:0:0:/);
      }, 40_000));
  }

  test('other objects go on', async () => {
    await eventually(async () => assert.match(readyText(await story.get('Kustomization', 'good')), /^True/), 20_000);
    story.commit({ 'good/b.yaml': configMap('also-good') });
    const address = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'also-good' };
    await eventually(async () => assert.ok(await story.system.client.find(address, signal)), 20_000);
  });

  test('names of the prototype are names like any other', async () => {
    await eventually(async () => assert.match(readyText(await story.get('Kustomization', 'keys')), /^True/), 20_000);
    const address = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'keys' };
    const data = (await story.system.client.get(address, signal))['data'] as object;
    assert.deepEqual(Object.entries(data).toSorted(), [
      ['1', 'one'],
      ['__proto__', 'p'],
      ['constructor', 'c'],
      ['toString', 't'],
    ]);
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
  });

  test('addresses of repositories that git would take for a flag or a program are refused', async () => {
    const marker = '/tmp/flux19-owned';
    for (const url of [
      `--upload-pack=touch ${marker}`,
      `ext::sh -c touch% ${marker}`,
      'file:///etc',
      '-oProxyCommand=touch',
    ]) {
      const refused = story.system.client.create(gitRepository('bad', url), {}, signal);
      await assert.rejects(refused, (thrown) => hasReason(thrown, 'Invalid'), url);
    }
    await story.system.client.create(gitRepository('odd', `ssh://-oProxyCommand=touch%20${marker}/repo`), {}, signal);
    await eventually(async () => assert.match(readyText(await story.get('GitRepository', 'odd')), /^False /), 20_000);
    assert.equal(existsSync(marker), false);
  });
});
