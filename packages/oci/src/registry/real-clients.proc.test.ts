import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { promisify } from 'node:util';
import { type Listener, listen } from '@flux19/listener';
import { eventually, systemClock } from '@flux19/ports';
import { createOciClient } from '../client/create-oci-client.ts';
import { buildImage } from '../image/build-image.ts';
import { pullImage } from '../image/pull-image.ts';
import { pushImage } from '../image/push-image.ts';
import { createRegistry } from './create-registry.ts';
import { createFolderStorage } from './folder-storage.ts';
import type { RegistryPush } from './registry.ts';

const run = promisify(execFile);
const debianRegistry = 'docker-registry';
const { signal } = new AbortController();

function absence(program: string): string | false {
  return spawnSync(program, ['--version']).error === undefined ? false : `${program} is not installed`;
}

const image = buildImage({
  layers: [[{ kind: 'file', path: 'srv/hello.txt', content: Buffer.from('hello') }]],
  settings: { entrypoint: ['/srv/run'], labels: { story: 'demo' } },
});
const newClient = () =>
  createOciClient({ fetch: (request) => globalThis.fetch(request), clock: systemClock, random: Math.random });

suite('registry with skopeo', { skip: absence('skopeo') }, () => {
  let folder: string;
  let listener: Listener;
  let address: string;
  const pushes: RegistryPush[] = [];
  const password = 'correct horse';
  const right = `Basic ${Buffer.from(`ada:${password}`).toString('base64')}`;
  const plain = [
    '--src-tls-verify=false',
    '--dest-tls-verify=false',
    '--src-creds',
    `ada:${password}`,
    '--dest-creds',
    `ada:${password}`,
  ];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flux19-skopeo-'));
    const registry = createRegistry({
      storage: createFolderStorage(join(folder, 'registry')),
      clock: systemClock,
      onPush: (push) => pushes.push(push),
      authorize: async ({ request }) =>
        request.headers.get('authorization') === right ? 'allowed' : 'unauthenticated',
    });
    listener = await listen({ handler: registry.fetch });
    address = `127.0.0.1:${listener.port}`;
    await writeFile(join(folder, 'policy.json'), JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] }));
    await mkdir();
  });
  const mkdir = async (): Promise<void> => {
    const client = createOciClient({
      fetch: (request) => globalThis.fetch(request),
      clock: systemClock,
      random: Math.random,
      credentials: async () => ({ kind: 'basic', username: 'ada', password }),
    });
    await pushImage(client, { registry: address, repository: 'team/app', tag: 'v1' }, image, signal);
  };
  after(async () => {
    await listener.close();
    await rm(folder, { recursive: true, force: true });
  });
  const skopeo = async (...words: string[]): Promise<string> => {
    const { stdout } = await run('skopeo', ['--policy', join(folder, 'policy.json'), ...words]);
    return stdout;
  };

  test('is read by skopeo, to a folder and back under another name', async () => {
    const there = `dir:${join(folder, 'copied')}`;
    await skopeo(
      'copy',
      ...plain.slice(0, 1),
      '--src-creds',
      `ada:${password}`,
      `docker://${address}/team/app:v1`,
      there,
    );
    const manifest = await readFile(join(folder, 'copied', 'manifest.json'));
    assert.deepEqual(manifest, Buffer.from(image.manifest));
    await skopeo(
      'copy',
      ...plain.slice(1, 2),
      '--dest-creds',
      `ada:${password}`,
      there,
      `docker://${address}/other/app:v2`,
    );
    const last = pushes.at(-1);
    assert.equal(`${last?.repository}:${last?.tag}`, 'other/app:v2');
    assert.equal(last?.descriptor.digest, image.descriptor.digest);
  });

  test('is copied within, inspected, listed and deleted by skopeo', async () => {
    await skopeo('copy', ...plain, `docker://${address}/team/app:v1`, `docker://${address}/third/app:v3`);
    const inspected = JSON.parse(
      await skopeo('inspect', '--tls-verify=false', '--creds', `ada:${password}`, `docker://${address}/third/app:v3`),
    ) as { Digest: string; Labels: Record<string, string> };
    assert.equal(inspected.Digest, image.descriptor.digest);
    assert.deepEqual(inspected.Labels, { story: 'demo' });
    const listed = await skopeo(
      'list-tags',
      '--tls-verify=false',
      '--creds',
      `ada:${password}`,
      `docker://${address}/third/app`,
    );
    assert.deepEqual((JSON.parse(listed) as { Tags: string[] }).Tags, ['v3']);
    await skopeo('delete', '--tls-verify=false', '--creds', `ada:${password}`, `docker://${address}/third/app:v3`);
    const gone = skopeo(
      'inspect',
      '--tls-verify=false',
      '--creds',
      `ada:${password}`,
      `docker://${address}/third/app:v3`,
    );
    await assert.rejects(gone, /manifest unknown/);
  });
});

suite('client with docker-registry', { skip: absence(debianRegistry) }, () => {
  test('pushes, lists and pulls', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'flux19-docker-registry-'));
    const port = await freePort();
    const config = join(folder, 'config.yml');
    const lines = [
      'version: 0.1',
      `storage: {filesystem: {rootdirectory: ${join(folder, 'data')}}, delete: {enabled: true}}`,
      `http: {addr: 127.0.0.1:${port}}`,
      'log: {accesslog: {disabled: true}, level: error}',
    ];
    await writeFile(config, lines.join('\n'));
    const server = execFile(debianRegistry, ['serve', config]);
    try {
      const client = newClient();
      const app = { registry: `127.0.0.1:${port}`, repository: 'team/app' };
      await eventually(() => client.ping(app.registry, signal));
      await pushImage(client, { ...app, tag: 'v1' }, image, signal);
      const content = Buffer.alloc(100_000, 'x');
      const { digest } = await client.putBlob(app, content, signal, { chunkBytes: 30_000 });
      assert.deepEqual(Buffer.from(await client.readBlob(app, { digest }, signal)), content);
      const mounted = { ...app, repository: 'team/other' };
      await client.putBlob(mounted, content, signal, { mountFrom: 'team/app' });
      assert.equal(await client.hasBlob(mounted, digest, signal), true);
      assert.deepEqual(await client.listTags(app, signal), ['v1']);
      assert.equal((await client.resolve({ ...app, tag: 'v1' }, signal)).digest, image.descriptor.digest);
      const { config: read } = await pullImage(client, { ...app, tag: 'v1' }, signal);
      assert.deepEqual(read.config?.Entrypoint, ['/srv/run']);
      await assert.rejects(client.listTags({ ...app, repository: 'none' }, signal), { reason: 'NotFound' });
      await client.deleteManifest({ ...app, digest: image.descriptor.digest }, signal);
      await assert.rejects(client.resolve({ ...app, tag: 'v1' }, signal), { reason: 'NotFound' });
    } finally {
      server.kill();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** A port that was free a moment ago: the program cannot choose one by itself and tell. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
