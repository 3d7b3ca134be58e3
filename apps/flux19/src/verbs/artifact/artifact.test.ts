import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { defaultArchiveLimits, readArchive } from '@flux19/artifacts';
import { type Listener, listen } from '@flux19/listener';
import { createMemoryStorage, createOciClient, createRegistry, parseReference } from '@flux19/oci';
import { systemClock } from '@flux19/ports';
import { type LineResult, runLine } from '../../testing/run-line.ts';

const { signal } = new AbortController();

suite('artifact verbs', () => {
  let folder: string;
  let listener: Listener;
  let address: string;
  const password = 'Canary-secret-1!';
  const storage = createMemoryStorage();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flux19-artifact-verbs-'));
    await mkdir(join(folder, 'app/sub'), { recursive: true });
    await writeFile(join(folder, 'app/a.yaml'), 'kind: A\n');
    await writeFile(join(folder, 'app/picture.png'), 'picture');
    await writeFile(join(folder, 'app/sub/run.sh'), '#!/bin/sh\n');
    await chmod(join(folder, 'app/sub/run.sh'), 0o755);
    await symlink('a.yaml', join(folder, 'app/link.yaml'));
    await symlink('..', join(folder, 'app/sub/up'));
    const right = `Basic ${Buffer.from(`ada:${password}`).toString('base64')}`;
    const registry = createRegistry({
      storage,
      clock: systemClock,
      authorize: async ({ action, repository = '', request }) => {
        const isOpen = action !== 'push' && !repository.startsWith('private/');
        return isOpen || request.headers.get('authorization') === right ? 'allowed' : 'unauthenticated';
      },
    });
    listener = await listen({ handler: registry.fetch });
    address = `127.0.0.1:${listener.port}`;
    const docker = { auths: { [address]: { auth: Buffer.from(`ada:${password}`).toString('base64') } } };
    await mkdir(join(folder, '.docker'));
    await writeFile(join(folder, '.docker/config.json'), JSON.stringify(docker));
  });
  after(async () => {
    await listener.close();
    await rm(folder, { recursive: true, force: true });
  });
  const run = (line: string): Promise<LineResult> =>
    runLine(line, { workingFolder: folder, environment: { HOME: folder } });
  const push = (name: string, more = '') =>
    run(
      `push artifact oci://${address}/${name} --path app --source https://example.org/repo --revision main@sha1:1 ${more}`,
    );

  test('push tells where the artifact is, and what is in it can be pulled', async () => {
    const pushed = await push('team/app:v1');
    assert.equal(pushed.code, 0, pushed.output);
    const [, digest] = /artifact successfully pushed to \S+@(sha256:[0-9a-f]{64})\n$/.exec(pushed.err) ?? [];
    const expected = [
      `► pushing artifact to ${address}/team/app:v1`,
      `✔ artifact successfully pushed to ${address}/team/app@${digest}`,
    ];
    assert.equal(pushed.err, `${expected.join('\n')}\n`);
    await mkdir(join(folder, 'out'));
    const pulled = await run(`pull artifact oci://${address}/team/app:v1 --output out`);
    const told = [
      `► pulling artifact from ${address}/team/app:v1`,
      '✔ source https://example.org/repo',
      '✔ revision main@sha1:1',
      `✔ digest ${address}/team/app@${digest}`,
      '✔ artifact content extracted to out',
    ];
    assert.equal(pulled.err, `${told.join('\n')}\n`);
    assert.deepEqual((await readdir(join(folder, 'out'))).toSorted(), ['a.yaml', 'sub']);
    assert.equal(await readFile(join(folder, 'out/a.yaml'), 'utf8'), 'kind: A\n');
    assert.equal((await stat(join(folder, 'out/sub/run.sh'))).mode & 0o100, 0o100);
  });

  test('push prints what scripts need', async () => {
    const { out, err } = await push('team/json:v1', '-o json --reproducible -a a=b --annotations c=d,e');
    const info = JSON.parse(out) as Record<string, string>;
    assert.equal(err, '');
    assert.equal(info['url'], `oci://${address}/team/json@${info['digest']}`);
    assert.deepEqual([info['repository'], info['tag']], [`${address}/team/json`, 'v1']);
    const again = await push('team/json:v2', '-o yaml --reproducible -a a=b -a c=d,e');
    assert.match(again.out, new RegExp(`digest: ${info['digest']}\n`));
    const fetch = createRegistry({ storage, clock: systemClock }).fetch;
    const client = createOciClient({ fetch, clock: systemClock, random: () => 0 });
    const { manifest } = await client.getImage(parseReference(`${address}/team/json:v1`), signal);
    assert.deepEqual(manifest.annotations, {
      a: 'b',
      c: 'd,e',
      'org.opencontainers.image.created': '1970-01-01T00:00:00Z',
      'org.opencontainers.image.revision': 'main@sha1:1',
      'org.opencontainers.image.source': 'https://example.org/repo',
    });
    assert.equal(manifest.config.mediaType, 'application/vnd.cncf.flux.config.v1+json');
    assert.equal(manifest.layers[0]?.mediaType, 'application/vnd.cncf.flux.content.v1.tar+gzip');
  });

  test('push says what is missing', async () => {
    const lines: readonly (readonly [string, string])[] = [
      ['push artifact', 'artifact URL is required'],
      ['push artifact oci://a/b', '--source is required'],
      ['push artifact oci://a/b --source x', '--revision is required'],
      ['push artifact oci://a/b --source x --revision y', 'invalid path ""'],
      ['push artifact a/b --source x --revision y --path app', "URL must be in format 'oci://<domain>/<org>/<repo>'"],
      [
        'push artifact oci://a/b --source x --revision y --path none',
        "invalid path 'none', must point to an existing directory or file",
      ],
      [
        'push artifact oci://a/b --source x --revision y --path app -a z',
        'invalid annotation z, must be in the format key=value',
      ],
      ['pull artifact oci://a/b', 'output path cannot be empty'],
      ['tag artifact oci://a/b', '--tag is required'],
      ['list artifacts', 'artifact repository URL is required'],
      ['diff artifact oci://a/b', 'invalid path ""'],
      ['build artifact', 'invalid path ""'],
    ];
    for (const [line, message] of lines) {
      const { code, error } = await run(line);
      assert.deepEqual([code, error], [1, message], line);
    }
  });

  test('credentials come from the line or from docker, and are not shown', async () => {
    const line = `list artifacts oci://${address}/private/app`;
    await push('private/app:v1');
    assert.equal((await run(line)).code, 0);
    const wrong = await run(`${line} --creds ada:${password}x`);
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /► logging in to registry with credentials\n✗ listing tags failed: GET .*UNAUTHORIZED/);
    assert.ok(!wrong.output.includes(password));
    assert.equal((await run(`${line} --creds ada:${password}`)).code, 0);
  });

  test('tag and list', async () => {
    await push('team/tags:1.0.0', '--reproducible');
    await push('team/tags:1.1.0', '--reproducible');
    const tagged = await run(`tag artifact oci://${address}/team/tags:1.1.0 --tag latest,stable`);
    const told = ['latest', 'stable'].map((tag) => `✔ artifact tagged as ${address}/team/tags:${tag}`);
    assert.equal(tagged.err, `► tagging artifact\n${told.join('\n')}\n`);
    const names = async (flags: string) => {
      const { out } = await run(`list artifacts oci://${address}/team/tags ${flags}`);
      return out
        .split('\n')
        .slice(1, -1)
        .map((row) => row.split('\t')[0]?.trim().split('/').at(-1));
    };
    assert.deepEqual(await names(''), ['tags:stable', 'tags:latest', 'tags:1.1.0', 'tags:1.0.0']);
    assert.deepEqual(await names('--filter-semver ^1.0.1'), ['tags:1.1.0']);
    assert.deepEqual(await names('--filter-regex ^l'), ['tags:latest']);
    const { out } = await run(`list artifacts oci://${address}/team/tags --filter-regex ^l`);
    assert.match(
      out,
      /^ARTIFACT +\tDIGEST +\tSOURCE +\tREVISION +\n\S+\tsha256:[0-9a-f]{64}\thttps:\/\/example.org\/repo\tmain@sha1:1\t\n$/,
    );
    assert.match(
      (await run(`list artifacts oci://${address}/team/tags --filter-semver x.y`)).error,
      /^semver 'x.y' parse error: /,
    );
  });

  test('diff names the files that differ', async () => {
    await push('team/diff:v1');
    const same = await run(`diff artifact oci://${address}/team/diff:v1 --path app`);
    assert.deepEqual([same.code, same.err], [0, '✔ no changes detected\n']);
    await mkdir(join(folder, 'changed'));
    await writeFile(join(folder, 'changed/a.yaml'), 'kind: B\n');
    await writeFile(join(folder, 'changed/new.yaml'), '');
    const other = await run(`diff artifact oci://${address}/team/diff:v1 --path changed`);
    assert.equal(other.code, 1);
    const hints = ['a.yaml differs', 'new.yaml is only in the local files', 'sub/run.sh is only in the artifact'];
    const message = '✗ the remote artifact contents differs from the local one';
    assert.equal(other.err, [message, ...hints.map((hint) => `  ${hint}`), ''].join('\n'));
  });

  test('build writes the same bytes again, with links resolved where that is wanted', async () => {
    const built = await run('build artifact --path app --output one.tgz');
    assert.equal(built.err, '► building artifact from app\n✔ artifact created at one.tgz\n');
    await run('build artifact --path app --output two.tgz');
    const bytes = await readFile(join(folder, 'one.tgz'));
    assert.deepEqual(bytes, await readFile(join(folder, 'two.tgz')));
    const names = async (file: string) => {
      const entries = await readArchive(await readFile(join(folder, file)), defaultArchiveLimits, { skipLinks: false });
      return entries.map(({ path }) => path);
    };
    assert.deepEqual(await names('one.tgz'), ['.', 'a.yaml', 'sub', 'sub/run.sh']);
    await run('build artifact --path app --output three.tgz --resolve-symlinks --add-ignore-paths run.sh');
    assert.deepEqual(await names('three.tgz'), ['.', 'a.yaml', 'link.yaml', 'sub', 'sub/up']);
    await run('build artifact --path app/picture.png --output four.tgz --ignore-paths=none');
    assert.deepEqual(await names('four.tgz'), ['.', 'picture.png']);
  });

  test('builds from standard input', async () => {
    const input = (async function* () {
      yield Buffer.from('kind: A\n\r\n');
    })();
    const { code } = await runLine('build artifact --path - --output in.tgz', { workingFolder: folder, input });
    assert.equal(code, 0);
    const entries = await readArchive(await readFile(join(folder, 'in.tgz')), defaultArchiveLimits, {
      skipLinks: false,
    });
    const [, file] = entries;
    assert.equal(file?.kind === 'file' ? Buffer.from(file.content).toString() : '', 'kind: A');
  });
});
