import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, suite, test } from 'node:test';
import {
  type ArchiveEntry,
  type Artifact,
  type ArtifactStore,
  createArtifactFetcher,
  createArtifactStore,
} from '@flux19/artifacts';
import { ManualClock } from '@flux19/ports';

const { signal } = new AbortController();
const owner = { kind: 'GitRepository', namespace: 'flux-system', name: 'app' };
const get = (path: string, method = 'GET') => new Request(`http://store/${path}`, { method });

function entries(text: string): ArchiveEntry[] {
  return [
    { kind: 'folder', path: '.' },
    { kind: 'folder', path: 'apps' },
    { kind: 'file', path: 'apps/a.yaml', isExecutable: false, content: Buffer.from(text) },
  ];
}

suite('artifact store', () => {
  let folder: string;
  let clock: ManualClock;
  let store: ArtifactStore;

  const open = () => createArtifactStore({ folder, clock, advertisedAddress: 'source-controller.flux-system.svc' });
  const put = (hash: string, text = hash): Promise<Artifact> =>
    store.archive({ ...owner, fileName: `${hash}.tar.gz`, revision: `main@sha1:${hash}` }, entries(text), signal);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flux19-store-'));
    clock = new ManualClock();
    store = open();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("stores under Flux's path and says where others find it", async () => {
    const { size = 0, digest, ...artifact } = await put('abc');
    assert.deepEqual(artifact, {
      lastUpdateTime: '2026-01-01T00:00:00Z',
      path: 'gitrepository/flux-system/app/abc.tar.gz',
      revision: 'main@sha1:abc',
      url: 'http://source-controller.flux-system.svc/gitrepository/flux-system/app/abc.tar.gz',
    });
    assert.match(digest, /^sha256:[0-9a-f]{64}$/);
    assert.ok(size > 0);
    assert.deepEqual(await readdir(join(folder, 'gitrepository/flux-system/app')), ['abc.tar.gz']);
  });

  test('gives the files to consumers in the process, also after a restart', async () => {
    const artifact = await put('abc', 'kind: Namespace');
    for (const each of [store, open()]) {
      const tree = await each.open(artifact, signal);
      assert.equal(Buffer.from(tree.readFile('/apps/a.yaml') ?? []).toString(), 'kind: Namespace');
      assert.deepEqual(tree.list('/'), ['apps']);
      assert.deepEqual(tree.files(), ['/apps/a.yaml']);
      assert.equal(tree.isDirectory('/apps'), true);
      assert.equal(tree.readFile('/apps/../apps/a.yaml'), undefined);
    }
  });

  test('shares one tree between consumers', async () => {
    const artifact = await put('abc');
    const other = open();
    const [one, two] = await Promise.all([other.open(artifact, signal), other.open(artifact, signal)]);
    assert.equal(one, two);
  });

  test('notices a file that changed', async () => {
    const artifact = await put('abc');
    await store.verify(artifact, signal);
    await writeFile(join(folder, artifact.path), 'tampered');
    const mismatch = { reason: 'DigestMismatch', message: `computed digest doesn't match '${artifact.digest}'` };
    await assert.rejects(store.verify(artifact, signal), mismatch);
    await assert.rejects(open().open(artifact, signal), mismatch);
    await store.remove(artifact);
    assert.equal(await store.exists(artifact), false);
    await assert.rejects(open().open(artifact, signal), { reason: 'NotFound' });
  });

  test('keeps bytes as they came', async () => {
    const target = { kind: 'OCIRepository', namespace: 'apps', name: 'chart', fileName: 'x.tar.gz', revision: 'v1' };
    const artifact = await store.put({ ...target, metadata: { a: 'b' } }, Buffer.from('any bytes'), signal);
    assert.equal(artifact.path, 'ocirepository/apps/chart/x.tar.gz');
    assert.deepEqual(artifact.metadata, { a: 'b' });
    await store.verify(artifact, signal);
    const response = await store.fetch(new Request(`http://store/${artifact.path}`));
    assert.equal(await response.text(), 'any bytes');
  });

  test('keeps two files for a minute and then the current one', async () => {
    await put('one');
    await clock.advance(1000);
    await put('two');
    await clock.advance(1000);
    const current = await put('three');
    assert.deepEqual(await store.collectGarbage(current), ['gitrepository/flux-system/app/one.tar.gz']);
    await clock.advance(60_000);
    assert.deepEqual(await store.collectGarbage(current), ['gitrepository/flux-system/app/two.tar.gz']);
    await clock.advance(60_000_000);
    assert.deepEqual(await store.collectGarbage(current), []);
    assert.equal(await store.exists(current), true);
  });

  test('leaves nothing behind when packing fails', async () => {
    async function* broken(): AsyncGenerator<ArchiveEntry> {
      yield* entries('x');
      throw new Error('disk full');
    }
    const target = { ...owner, fileName: 'abc.tar.gz', revision: 'r' };
    await assert.rejects(store.archive(target, broken(), signal), { message: 'disk full' });
    assert.deepEqual(await readdir(join(folder, 'gitrepository/flux-system/app')), []);
  });

  test('removes everything of an object', async () => {
    const artifact = await put('abc');
    assert.equal(await store.removeAll(owner), true);
    assert.equal(await store.exists(artifact), false);
    assert.equal(await store.removeAll(owner), false);
  });

  test('serves files by path and nothing else', async () => {
    const artifact = await put('abc');
    const response = await store.fetch(get(artifact.path));
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'application/gzip');
    assert.equal((await response.arrayBuffer()).byteLength, artifact.size);
    const head = await store.fetch(get(artifact.path, 'HEAD'));
    assert.equal(head.headers.get('content-length'), String(artifact.size));
    assert.equal(await head.text(), '');
    await symlink('/etc/hosts', join(folder, 'link'));
    for (const path of [
      '',
      'gitrepository',
      'nope.tar.gz',
      'link',
      '%2e%2e/%2e%2e/etc/hosts',
      '..%2f..%2fetc%2fhosts',
      '%zz',
    ]) {
      assert.equal((await store.fetch(get(path))).status, 404, path);
    }
    assert.equal((await store.fetch(get(artifact.path, 'PUT'))).status, 405);
  });

  test('refuses a status whose path leads elsewhere', async () => {
    const artifact = { ...(await put('abc')), path: '../../etc/passwd', digest: 'sha256:0' };
    assert.equal(await store.exists(artifact), false);
    await assert.rejects(store.open(artifact, signal), { reason: 'NotFound' });
    await assert.rejects(store.collectGarbage(artifact), { reason: 'NotFound' });
  });

  test('lets a consumer elsewhere fetch, check and unpack', async () => {
    const artifact = await put('abc', 'text');
    const fetcher = createArtifactFetcher({ fetch: store.fetch });
    const tree = await fetcher(artifact, signal);
    assert.equal(Buffer.from(tree.readFile('/apps/a.yaml') ?? []).toString(), 'text');
    await assert.rejects(fetcher({ ...artifact, digest: 'sha256:1' }, signal), { reason: 'DigestMismatch' });
    const absent = { ...artifact, url: 'http://store/nope', digest: 'sha256:2' };
    await assert.rejects(fetcher(absent, signal), { reason: 'NotFound', message: 'file not found' });
    const limits = { compressedBytes: 10, unpackedBytes: 10, entries: 1 };
    await assert.rejects(createArtifactFetcher({ fetch: store.fetch, limits })(artifact, signal), {
      reason: 'TooLarge',
    });
  });

  test('reports a server that is away', async () => {
    const artifact = await put('abc');
    const fetcher = createArtifactFetcher({ fetch: () => Promise.reject(new Error('connection refused')) });
    await assert.rejects(fetcher(artifact, signal), {
      reason: 'Unavailable',
      message: 'failed to download archive: connection refused',
    });
  });
});
