import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { ManualClock } from '@flux19/ports';
import { createOciClient } from '../client/create-oci-client.ts';
import type { OciClient } from '../client/oci-client.ts';
import { mediaTypes } from '../content/media-types.ts';
import { buildImage } from '../image/build-image.ts';
import { pullImage } from '../image/pull-image.ts';
import { pushImage } from '../image/push-image.ts';
import { digestOf } from '../reference/digest.ts';
import { registryFixture } from '../testing/registry-fixture.ts';
import { createRegistry } from './create-registry.ts';
import { createFolderStorage } from './folder-storage.ts';
import { createMemoryStorage } from './memory-storage.ts';
import type { Registry, RegistryPush } from './registry.ts';
import type { RegistryStorage } from './registry-storage.ts';

const { signal } = new AbortController();
const app = { registry: 'registry.test', repository: 'team/app' };
const other = { registry: 'registry.test', repository: 'team/other' };
const image = buildImage({
  layers: [[{ kind: 'file', path: 'srv/hello.txt', content: Buffer.from('hello') }]],
  settings: { entrypoint: ['/srv/run'], environment: { PORT: '80' }, exposedPorts: ['80/tcp'], labels: { a: 'b' } },
  annotations: { 'org.example.note': 'one' },
});

function describeStorage(
  name: string,
  open: () => Promise<{ storage: RegistryStorage; close(): Promise<void> }>,
): void {
  suite(`createRegistry over ${name}`, () => {
    let client: OciClient;
    let registry: Registry;
    let close: () => Promise<void>;
    const pushes: RegistryPush[] = [];

    before(async () => {
      const opened = await open();
      close = opened.close;
      const clock = new ManualClock();
      registry = createRegistry({
        storage: opened.storage,
        clock,
        limits: { blobBytes: 1000, manifestBytes: 2000 },
        onPush: (push) => pushes.push(push),
      });
      client = createOciClient({ fetch: registry.fetch, clock, random: () => 0.5, retry: { attempts: 1 } });
    });
    after(() => close());

    test('gives back what was pushed', async () => {
      const written = await pushImage(client, { ...app, tag: 'v1' }, image, signal);
      assert.equal(written.digest, image.descriptor.digest);
      assert.deepEqual(await client.resolve({ ...app, tag: 'v1' }, signal), image.descriptor);
      const { config } = await pullImage(client, { ...app, tag: 'v1' }, signal);
      assert.deepEqual(config.config?.Entrypoint, ['/srv/run']);
      assert.deepEqual(config.config?.Env, ['PORT=80']);
      const layer = await client.readBlob(app, image.blobs[1]?.descriptor ?? { digest: '' }, signal);
      assert.deepEqual(Buffer.from(layer), image.blobs[1]?.bytes);
      assert.deepEqual(pushes.at(-1), { repository: 'team/app', tag: 'v1', descriptor: image.descriptor });
    });

    test('lists tags by pages', async () => {
      for (const tag of ['v2', 'v10', 'latest']) await pushImage(client, { ...app, tag }, image, signal);
      assert.deepEqual(await client.listTags(app, signal), ['latest', 'v1', 'v10', 'v2']);
      const page = await registry.fetch(new Request('http://registry.test/v2/team/app/tags/list?n=2&last=latest'));
      assert.deepEqual(await page.json(), { name: 'team/app', tags: ['v1', 'v10'] });
      assert.equal(page.headers.get('link'), '</v2/team/app/tags/list?n=2&last=v10>; rel="next"');
      assert.deepEqual(await client.listRepositories('registry.test', signal), ['team/app']);
    });

    test('shows content only in repositories that have it, and mounts it', async () => {
      const { digest } = image.blobs[1]?.descriptor ?? { digest: '' };
      assert.equal(await client.hasBlob(other, digest, signal), false);
      const put = await client.putBlob(other, image.blobs[1]?.bytes ?? new Uint8Array(), signal, {
        mountFrom: app.repository,
      });
      assert.equal(put.digest, digest);
      assert.equal(await client.hasBlob(other, digest, signal), true);
      await client.deleteBlob(other, digest, signal);
      assert.equal(await client.hasBlob(other, digest, signal), false);
      assert.equal(await client.hasBlob(app, digest, signal), true);
    });

    test('takes content in chunks', async () => {
      const content = Buffer.from('0123456789'.repeat(10));
      const { digest } = await client.putBlob(app, content, signal, { chunkBytes: 33 });
      assert.deepEqual(Buffer.from(await client.readBlob(app, { digest }, signal)), content);
      const part = await registry.fetch(
        new Request(`http://registry.test/v2/team/app/blobs/${digest}`, { headers: { range: 'bytes=8-11' } }),
      );
      assert.equal(part.status, 206);
      assert.equal(await part.text(), '8901');
    });

    test('refuses chunks that are not the next ones', async () => {
      const begun = await registry.fetch(
        new Request('http://registry.test/v2/team/app/blobs/uploads/', { method: 'POST' }),
      );
      const location = new URL(begun.headers.get('location') ?? '', 'http://registry.test');
      const sent = await registry.fetch(
        new Request(location, { method: 'PATCH', headers: { 'content-range': '5-7' }, body: 'abc' }),
      );
      assert.equal(sent.status, 416);
    });

    test('refuses content of another digest, and too much of it', async () => {
      const put = (body: string, digest: string) =>
        registry.fetch(
          new Request(`http://registry.test/v2/team/app/blobs/uploads/?digest=${digest}`, { method: 'POST', body }),
        );
      const wrong = await put('one', digestOf(Buffer.from('two')));
      assert.equal(wrong.status, 400);
      assert.match(await wrong.text(), /DIGEST_INVALID/);
      assert.equal(await client.hasBlob(app, digestOf(Buffer.from('two')), signal), false);
      const large = 'x'.repeat(1001);
      assert.equal((await put(large, digestOf(Buffer.from(large)))).status, 413);
    });

    test('refuses manifests whose blobs it does not have, that are too large, or none', async () => {
      const put = (body: Uint8Array | string) =>
        registry.fetch(
          new Request('http://registry.test/v2/team/empty/manifests/x', {
            method: 'PUT',
            headers: { 'content-type': mediaTypes.ociManifest },
            body: typeof body === 'string' ? body : Buffer.from(body),
          }),
        );
      assert.match(await (await put(image.manifest)).text(), /MANIFEST_BLOB_UNKNOWN/);
      assert.equal((await put(`{"x":"${'x'.repeat(2000)}"}`)).status, 413);
      assert.match(await (await put('[]')).text(), /MANIFEST_INVALID/);
    });

    test('tells of the referrers of an image until they are deleted', async () => {
      const subject = image.descriptor;
      const referrer = Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: mediaTypes.ociManifest,
          artifactType: 'application/example',
          config: image.blobs[0]?.descriptor,
          layers: [],
          subject,
          annotations: { a: 'b' },
        }),
      );
      const content = { mediaType: mediaTypes.ociManifest, bytes: referrer };
      const written = await client.putManifest({ ...app, digest: digestOf(referrer) }, content, signal);
      const [found, ...more] = await client.listReferrers(app, subject.digest, signal, 'application/example');
      assert.deepEqual(more, []);
      assert.equal(found?.digest, written.digest);
      assert.deepEqual(found?.annotations, { a: 'b' });
      assert.deepEqual(await client.listReferrers(app, subject.digest, signal, 'application/else'), []);
      await client.deleteManifest({ ...app, digest: written.digest }, signal);
      assert.deepEqual(await client.listReferrers(app, subject.digest, signal), []);
    });

    test('deletes tags and manifests', async () => {
      await client.deleteManifest({ ...app, tag: 'v10' }, signal);
      assert.deepEqual(await client.listTags(app, signal), ['latest', 'v1', 'v2']);
      await client.deleteManifest({ ...app, digest: image.descriptor.digest }, signal);
      await assert.rejects(client.resolve({ ...app, tag: 'v1' }, signal), {
        reason: 'NotFound',
        code: 'MANIFEST_UNKNOWN',
      });
      assert.deepEqual(await client.listTags(app, signal), []);
    });

    test('answers what it does not know in the form of the specification', async () => {
      const ask = async (method: string, path: string) => {
        const response = await registry.fetch(new Request(`http://registry.test${path}`, { method }));
        const { errors } = (await response.json()) as { errors: { code: string }[] };
        return `${response.status} ${errors[0]?.code}`;
      };
      assert.equal(await ask('GET', '/v2/none/tags/list'), '404 NAME_UNKNOWN');
      assert.equal(await ask('GET', '/v2/none/manifests/x'), '404 MANIFEST_UNKNOWN');
      assert.equal(await ask('GET', `/v2/none/blobs/sha256:${'0'.repeat(64)}`), '404 BLOB_UNKNOWN');
      assert.equal(await ask('GET', '/v2/none/blobs/sha256:..'), '400 DIGEST_INVALID');
      assert.equal(await ask('GET', '/v2/..%2f..%2fetc/manifests/x'), '400 NAME_INVALID');
      assert.equal(await ask('GET', '/v2/UPPER/manifests/x'), '400 NAME_INVALID');
      assert.equal(await ask('PUT', '/v2/none/blobs/uploads/x'), '404 BLOB_UPLOAD_UNKNOWN');
      assert.equal(await ask('POST', '/v2/none/tags/list'), '405 UNSUPPORTED');
      assert.equal(await ask('GET', '/other'), '404 UNSUPPORTED');
    });
  });
}

describeStorage('memory', async () => ({ storage: createMemoryStorage(), close: async () => undefined }));
describeStorage('a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'flux19-registry-'));
  return {
    storage: createFolderStorage(folder),
    close: () => rm(folder, { recursive: true, force: true }),
  };
});

suite('createRegistry with access rules', () => {
  test('mounts nothing from a repository that may not be read', async () => {
    let isOwner = true;
    const { client, calls } = registryFixture({
      authorize: async ({ repository }) => (repository === 'secret/app' && !isOwner ? 'denied' : 'allowed'),
    });
    const { digest } = await client.putBlob({ ...app, repository: 'secret/app' }, Buffer.from('secret'), signal);
    isOwner = false;
    const begun = await client.hasBlob(app, digest, signal);
    assert.equal(begun, false);
    // Whoever has the content may put it, by sending it.
    await client.putBlob(app, Buffer.from('secret'), signal, { mountFrom: 'secret/app' });
    assert.ok(calls.some((call) => call.startsWith('PUT /v2/team/app/blobs/uploads/')));
  });

  test('asks for credentials, and refuses wrong ones', async () => {
    const right = `Basic ${Buffer.from('ada:secret').toString('base64')}`;
    const authorize = async ({ request }: { request: Request }) => {
      const shown = request.headers.get('authorization');
      if (shown === null) return 'unauthenticated' as const;
      return shown === right ? ('allowed' as const) : ('denied' as const);
    };
    const ask = (password: string) =>
      registryFixture({
        authorize,
        credentials: async () => ({ kind: 'basic', username: 'ada', password }),
      }).client.ping('registry.test', signal);
    await ask('secret');
    await assert.rejects(ask('wrong'), { reason: 'AuthenticationFailed', code: 'DENIED' });
    await assert.rejects(registryFixture({ authorize }).client.ping('registry.test', signal), {
      reason: 'AuthenticationFailed',
      message: 'GET https://registry.test/v2/: UNAUTHORIZED: authentication required',
    });
  });
});

suite('createRegistry whose storage fails', () => {
  test('tells its owner why, and the client only that it did', async () => {
    const faults: unknown[] = [];
    const full = new Error('no space left');
    const storage = { ...createMemoryStorage(), beginBlob: () => Promise.reject(full) };
    const registry = createRegistry({ storage, clock: new ManualClock(), onFault: (fault) => faults.push(fault) });
    const begun = new Request('http://registry.test/v2/team/app/blobs/uploads/', { method: 'POST' });
    const response = await registry.fetch(begun);
    assert.equal(response.status, 500);
    assert.ok(!(await response.text()).includes('space'));
    assert.deepEqual(faults, [full]);
  });
});

suite('createFolderStorage', () => {
  test('finds everything again in another process', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'flux19-registry-'));
    const start = (): OciClient => {
      const clock = new ManualClock();
      const { fetch } = createRegistry({ storage: createFolderStorage(folder), clock });
      return createOciClient({ fetch, clock, random: () => 0.5 });
    };
    await pushImage(start(), { ...app, tag: 'v1' }, image, signal);
    const again = start();
    assert.deepEqual(await again.listTags(app, signal), ['v1']);
    assert.deepEqual(await again.listRepositories('registry.test', signal), ['team/app']);
    const { manifest } = await again.getImage({ ...app, tag: 'v1' }, signal);
    assert.equal(manifest.annotations?.['org.example.note'], 'one');
    await rm(folder, { recursive: true, force: true });
  });
});
