import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  bareEnvironment,
  type CommandResult,
  runCommand,
  type ScratchFolder,
  scratchFolder,
  startCommand,
} from '@flux19/processes';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** A repository for Flux in which one cluster applies one folder. */
const files: Readonly<Record<string, string>> = {
  'clusters/dev/apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 10m
  path: ./apps
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
`,
  'apps/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: default}\n',
  'overlay/kustomization.yaml': `namePrefix: eu-
resources: [../apps]
configMapGenerator:
  - {name: generated, literals: [a=b]}
patches:
  - target: {name: set.*}
    patch: |-
      - {op: add, path: /data, value: {level: debug}}
`,
  'apps/kustomization.yaml': 'resources: [settings.yaml]\n',
};

const whyNoNpm = await runCommand('npm', ['--version'], { environment: bareEnvironment('/') }).then(
  ({ code }) => (code === 0 ? false : 'skipped: npm does not run'),
  () => 'skipped: there is no npm',
);

suite('the published package, installed into an empty folder', { skip: whyNoNpm }, () => {
  let scratch: ScratchFolder;
  let installed = '';
  let environment: Record<string, string> = {};
  const inFolder = async (program: string, args: readonly string[]): Promise<CommandResult> => {
    const result = await runCommand(program, args, { environment, workingFolder: scratch.path, timeoutMs: 120_000 });
    assert.equal(result.code, 0, result.err + result.out);
    return result;
  };

  before(async () => {
    scratch = scratchFolder();
    const PATH = `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`;
    environment = { ...bareEnvironment(scratch.path), PATH };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(scratch.path, 'fleet', path)), { recursive: true });
      writeFileSync(join(scratch.path, 'fleet', path), text);
    }
    const folder = join(scratch.path, 'package');
    await inFolder(process.execPath, [join(repository, 'scripts/bundle.ts'), folder]);
    await inFolder('npm', ['pack', '--silent', folder]);
    const [archive = ''] = readdirSync(scratch.path).filter((name) => name.endsWith('.tgz'));
    // Nothing may have to come from a registry but the Node to run on, which this machine has.
    await inFolder('npm', ['install', '--silent', '--offline', '--omit=optional', `./${archive}`]);
    installed = join(scratch.path, 'node_modules/flux19');
  });
  after(() => scratch.remove());

  test('runs where nothing of this repository is near', async () => {
    const { out } = await inFolder('npx', ['--no-install', 'flux19', 'kustomize', 'build', 'fleet/overlay']);
    assert.equal(
      out,
      `apiVersion: v1
data:
  level: debug
kind: ConfigMap
metadata:
  name: eu-settings
  namespace: default
---
apiVersion: v1
data:
  a: b
kind: ConfigMap
metadata:
  name: eu-generated-4h2mbtbbt6
`,
    );
    const code = readdirSync(join(installed, 'lib')).map((name) => readFileSync(join(installed, 'lib', name), 'utf8'));
    assert.ok(code.length > 10 && code.every((text) => !text.includes(repository)));
  });

  test('previews a repository', async () => {
    const { out } = await inFolder('npx', ['--no-install', 'flux19', 'preview', 'fleet']);
    assert.match(out, /✔ Kustomization\/flux-system\/apps \(\.\/apps\): 1 objects/);
  });

  test('starts a cluster that follows a repository', async () => {
    for (const args of [
      ['init', '-q'],
      ['add', '-A'],
      ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'x'],
    ])
      await inFolder('git', ['-C', 'fleet', ...args]);
    const words = ['up', '--repo', 'fleet', '--path', 'clusters/dev', '--port', '0', '-o', 'json'];
    const up = startCommand(join(scratch.path, 'node_modules/.bin/flux19'), words, {
      environment,
      workingFolder: scratch.path,
    });
    try {
      await up.outMatching(/^\{"server":.*\}$/m, 30_000);
      await up.errMatching(/✔ Kustomization\/flux-system\/apps Applied revision/, 30_000);
    } finally {
      await up.stop();
    }
  });

  test('starts clusters in the tests of others', async () => {
    const story = `import { ManualClock, startCluster } from 'flux19/cluster';
      const cluster = await startCluster({ clock: new ManualClock() });
      console.log((await cluster.kubeconfig()).includes('certificate-authority-data'));
      await cluster.advance(60_000);
      await cluster.close();`;
    writeFileSync(join(scratch.path, 'story.mjs'), story);
    assert.equal((await inFolder(process.execPath, ['story.mjs'])).out, 'true\n');
    const words = ['cluster', '--', process.execPath, '-e', 'console.log(process.env.KUBECONFIG)'];
    assert.match((await inFolder('npx', ['--no-install', 'flux19', ...words])).out, /kubeconfig\n$/);
  });

  test('tells the licences of what it contains, and leaves openpgp as it is', () => {
    const notices = readFileSync(join(installed, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['re2js', 'undici', 'openpgp'])
      assert.match(notices, new RegExp(`^${name} [0-9.]+\\nLicence: `, 'm'));
    const manifests = [installed, repository].map((root) =>
      readFileSync(join(root, 'node_modules/openpgp/package.json')),
    );
    assert.deepEqual(manifests[0], manifests[1]);
  });
});
