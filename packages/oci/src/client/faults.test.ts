import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock } from '@flux19/ports';
import { mediaTypes } from '../content/media-types.ts';
import { digestOf } from '../reference/digest.ts';
import { createOciClient } from './create-oci-client.ts';
import { retryAfterMs } from './retry-delay.ts';

const { signal } = new AbortController();
const app = { registry: 'registry.test', repository: 'team/app' };
const content = Buffer.from('content');
const digest = digestOf(content);

function clientOf(
  answer: (request: Request, attempt: number) => Promise<Response>,
  clock: ManualClock = new ManualClock(),
) {
  const seen: string[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    seen.push(request.url);
    return answer(request, seen.length);
  };
  const client = createOciClient({ fetch, clock, random: () => 0.5, limits: { blobBytes: 1000, manifestBytes: 1000 } });
  return { client, seen };
}

suite('retries', () => {
  test('waits as long as the registry asks', async () => {
    const clock = new ManualClock();
    const { client, seen } = clientOf(async (_, attempt) => {
      if (attempt === 1) return new Response(null, { status: 429, headers: { 'retry-after': '3' } });
      return Response.json({ tags: ['a'] });
    }, clock);
    const tags = client.listTags(app, signal);
    while (clock.sleeping === 0) await new Promise(setImmediate);
    await clock.advance(2999);
    assert.equal(seen.length, 1);
    await clock.advance(1);
    assert.deepEqual(await tags, ['a']);
  });

  test('gives up at once when that would be too long, and says how long', async () => {
    const { client, seen } = clientOf(
      async () => new Response(null, { status: 429, headers: { 'retry-after': '3600' } }),
    );
    await assert.rejects(client.listTags(app, signal), { reason: 'TooManyRequests', retryAfterMs: 3_600_000 });
    assert.equal(seen.length, 1);
  });

  test('does not repeat what will fail again', async () => {
    const { client, seen } = clientOf(async () =>
      Response.json({ errors: [{ code: 'NAME_UNKNOWN' }] }, { status: 404 }),
    );
    await assert.rejects(client.listTags(app, signal), {
      reason: 'NotFound',
      message: 'GET https://registry.test/v2/team/app/tags/list: NAME_UNKNOWN',
    });
    assert.equal(seen.length, 1);
  });

  test('ends with the reason of the signal', async () => {
    const aborter = new AbortController();
    const clock = new ManualClock();
    const { client } = clientOf(async () => new Response(null, { status: 503 }), clock);
    const tags = client.listTags(app, aborter.signal);
    while (clock.sleeping === 0) await new Promise(setImmediate);
    aborter.abort(new Error('stopped'));
    await assert.rejects(tags, { message: 'stopped' });
  });

  test('tries plain http only on this machine and in private networks', async () => {
    const refuse = async (request: Request): Promise<Response> => {
      if (request.url.startsWith('https:')) throw new TypeError('fetch failed', { cause: new Error('refused') });
      return Response.json({ tags: [] });
    };
    const { client, seen } = clientOf(refuse);
    await client.listTags({ ...app, registry: '127.0.0.1:5000' }, signal);
    assert.deepEqual(
      seen.map((url) => url.slice(0, 8)),
      ['https://', 'http://1'],
    );
    const outside = createOciClient({
      fetch: refuse,
      clock: new ManualClock(),
      random: () => 0,
      retry: { attempts: 1 },
    });
    await assert.rejects(outside.listTags(app, signal), { reason: 'Network', message: /refused$/ });
  });

  test('reads seconds and dates', () => {
    assert.equal(retryAfterMs('7', 0), 7000);
    assert.equal(retryAfterMs('Thu, 01 Jan 1970 00:00:09 GMT', 1000), 8000);
    assert.equal(retryAfterMs('soon', 0), undefined);
    assert.equal(retryAfterMs(null, 0), undefined);
  });
});

suite('verification', () => {
  const serve = (body: Uint8Array | string, headers: Record<string, string> = {}) =>
    clientOf(async () => new Response(body as string, { headers })).client;

  test('refuses a blob that is another one, cut off, or longer', async () => {
    const blob = { digest, size: content.length };
    assert.deepEqual(Buffer.from(await serve(content).readBlob(app, blob, signal)), content);
    for (const body of ['Content', 'conten', 'contents']) {
      await assert.rejects(serve(body).readBlob(app, blob, signal), { reason: 'DigestMismatch' });
      await assert.rejects(serve(body).readBlob(app, { digest }, signal), { reason: 'DigestMismatch' });
    }
  });

  test('lets nobody read to the end of a stream that is not the promised one', async () => {
    const stream = await serve('Content').openBlob(app, { digest }, signal);
    await assert.rejects(new Response(stream).arrayBuffer(), { reason: 'DigestMismatch' });
  });

  test('reads no more than it may', async () => {
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(300)) });
    const { client } = clientOf(async () => new Response(endless));
    await assert.rejects(client.readBlob(app, { digest }, signal), { reason: 'TooLarge' });
    await assert.rejects(serve(content).readBlob(app, { digest, size: 5000 }, signal), { reason: 'TooLarge' });
    await assert.rejects(serve('x'.repeat(1001)).getManifest({ ...app, tag: 'x' }, signal), { reason: 'TooLarge' });
  });

  test('refuses a manifest of another digest than asked for, or than is told', async () => {
    const manifest = JSON.stringify({ schemaVersion: 2, config: { digest, size: 1 }, layers: [] });
    const headers = { 'content-type': mediaTypes.ociManifest };
    await assert.rejects(serve(manifest, headers).getManifest({ ...app, digest }, signal), {
      reason: 'DigestMismatch',
    });
    const lying = { ...headers, 'docker-content-digest': digest };
    await assert.rejects(serve(manifest, lying).getManifest({ ...app, tag: 'x' }, signal), {
      reason: 'DigestMismatch',
    });
    const fetched = await serve(manifest, headers).getManifest({ ...app, tag: 'x' }, signal);
    assert.equal(fetched.descriptor.digest, digestOf(Buffer.from(manifest)));
  });

  test('refuses what is no manifest', async () => {
    const bad = [
      '',
      '[]',
      '{}',
      '{"schemaVersion":1}',
      '{"schemaVersion":2}',
      '{"schemaVersion":2,"manifests":[{"digest":"x"}]}',
    ];
    for (const body of bad) {
      await assert.rejects(serve(body).getManifest({ ...app, tag: 'x' }, signal), { reason: 'InvalidContent' }, body);
    }
  });

  test('chooses the image for a platform', async () => {
    const image = (architecture: string) =>
      JSON.stringify({ schemaVersion: 2, config: { digest, size: 1 }, layers: [], annotations: { architecture } });
    const entry = (architecture: string) => {
      const bytes = Buffer.from(image(architecture));
      return {
        mediaType: mediaTypes.ociManifest,
        digest: digestOf(bytes),
        size: bytes.length,
        platform: { os: 'linux', architecture },
      };
    };
    const index = JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.ociIndex,
      manifests: ['arm64', 'amd64'].map(entry),
    });
    const { client } = clientOf(async (request) => {
      const found = ['arm64', 'amd64'].find((name) => request.url.endsWith(entry(name).digest));
      return new Response(found === undefined ? index : image(found));
    });
    const fetched = await client.getImage({ ...app, tag: 'x' }, signal);
    assert.deepEqual(fetched.manifest.annotations, { architecture: 'amd64' });
    const arm = await client.getImage({ ...app, tag: 'x' }, signal, { os: 'linux', architecture: 'arm64' });
    assert.deepEqual(arm.manifest.annotations, { architecture: 'arm64' });
    await assert.rejects(client.getImage({ ...app, tag: 'x' }, signal, { os: 'windows', architecture: 'amd64' }), {
      reason: 'NotFound',
      message: 'no child with platform windows/amd64 in index',
    });
  });
});
