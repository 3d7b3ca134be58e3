import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { administrator } from '@flux19/apiserver';
import type { JsonObject } from '@flux19/objects';
import { startApi, type TestApi } from '../testing/api-client.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';

interface WatchEvent {
  readonly type: string;
  readonly object: JsonObject;
}

/** A watch whose events are read one by one. */
class TestWatch {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader();
  }

  async next(): Promise<WatchEvent | undefined> {
    const { value, done } = await this.#reader.read();
    return done ? undefined : (JSON.parse(Buffer.from(value).toString()) as WatchEvent);
  }

  /** Type and name of so many events. */
  async take(count: number): Promise<string[]> {
    const seen: string[] = [];
    for (let i = 0; i < count; i++) {
      const event = await this.next();
      seen.push(
        event === undefined ? 'end' : `${event.type} ${(event.object['metadata'] as JsonObject)['name'] ?? ''}`.trim(),
      );
    }
    return seen;
  }

  stop(): Promise<void> {
    return this.#reader.cancel();
  }
}

async function watch(api: TestApi, query: string, headers: Record<string, string> = {}): Promise<TestWatch> {
  const response = await api.server.as(administrator)(
    new Request(`http://cluster${configMaps}?watch=1${query}`, { headers }),
  );
  assert.ok(response.body);
  return new TestWatch(response.body);
}

const create = (api: TestApi, name: string, labels = {}) => api.post(configMaps, { metadata: { name, labels } });

suite('watch', () => {
  test('begins with the state and goes on with what happens', async () => {
    const api = startApi();
    await create(api, 'a');
    const stream = await watch(api, '');
    await create(api, 'b');
    await api.merge(`${configMaps}/a`, { data: { x: 'y' } });
    await api.delete(`${configMaps}/b`);
    assert.deepEqual(await stream.take(4), ['ADDED a', 'ADDED b', 'MODIFIED a', 'DELETED b']);
    await stream.stop();
  });

  test('resumes after a resourceVersion, and carries the last state of what was deleted', async () => {
    const api = startApi();
    const { body } = await create(api, 'a');
    const revision = (body['metadata'] as JsonObject)['resourceVersion'];
    await api.merge(`${configMaps}/a`, { data: { x: 'y' } });
    await api.delete(`${configMaps}/a`);
    const stream = await watch(api, `&resourceVersion=${revision}`);
    assert.deepEqual(await stream.take(1), ['MODIFIED a']);
    const deleted = await stream.next();
    assert.deepEqual([deleted?.type, deleted?.object['data']], ['DELETED', { x: 'y' }]);
    await stream.stop();
  });

  test('says that a resourceVersion has expired, as an event', async () => {
    const api = startApi({ eventHistory: 2 });
    for (const name of ['a', 'b', 'c', 'd']) await create(api, name);
    const stream = await watch(api, '&resourceVersion=2');
    const event = await stream.next();
    assert.equal(event?.type, 'ERROR');
    assert.deepEqual([event?.object['code'], event?.object['reason']], [410, 'Expired']);
    assert.match(String(event?.object['message']), /^too old resource version: 2 \(\d+\)$/);
    assert.deepEqual(await stream.take(1), ['end']);
  });

  test('tells that objects enter and leave what is selected', async () => {
    const api = startApi();
    const stream = await watch(api, '&labelSelector=app');
    await create(api, 'a');
    await api.merge(`${configMaps}/a`, { metadata: { labels: { app: 'web' } } });
    await api.merge(`${configMaps}/a`, { metadata: { labels: { app: 'api' } } });
    await api.merge(`${configMaps}/a`, { metadata: { labels: { app: null } }, data: { left: 'true' } });
    assert.deepEqual(await stream.take(2), ['ADDED a', 'MODIFIED a']);
    const left = await stream.next();
    assert.deepEqual([left?.type, left?.object['data']], ['DELETED', undefined]);
    await stream.stop();
  });

  test('marks the end of the initial events when asked to send them', async () => {
    const api = startApi();
    await create(api, 'a');
    const stream = await watch(
      api,
      '&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan',
    );
    assert.deepEqual(await stream.take(1), ['ADDED a']);
    const bookmark = await stream.next();
    assert.equal(bookmark?.type, 'BOOKMARK');
    assert.deepEqual((bookmark?.object['metadata'] as JsonObject | undefined)?.['annotations'], {
      'k8s.io/initial-events-end': 'true',
    });
    await stream.stop();
  });

  test('sends bookmarks while nothing happens, and ends after its timeout', async () => {
    const api = startApi({ bookmarkIntervalMs: 1000 });
    const stream = await watch(api, '&allowWatchBookmarks=true&timeoutSeconds=3');
    await api.clock.advance(3000);
    assert.deepEqual(await stream.take(3), ['BOOKMARK', 'BOOKMARK', 'end']);
    assert.equal(api.clock.sleeping, 0);
  });

  test('ends when the server closes, and when the client goes', async () => {
    const api = startApi();
    const stream = await watch(api, '');
    const other = await watch(api, '');
    await other.stop();
    api.server.close();
    assert.deepEqual(await stream.take(1), ['end']);
    assert.equal((await api.get(configMaps)).code, 503);
  });

  test('shows tables and metadata alone to those who want them', async () => {
    const api = startApi();
    await create(api, 'a');
    const tables = await watch(api, '', { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' });
    await create(api, 'b');
    const first = await tables.next();
    const second = await tables.next();
    assert.equal((first?.object['columnDefinitions'] as unknown[] | undefined)?.length, 3);
    assert.equal(second?.object['columnDefinitions'], null);
    await tables.stop();
    const metadata = await watch(api, '', { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' });
    assert.equal((await metadata.next())?.object['kind'], 'PartialObjectMetadata');
    await metadata.stop();
  });

  test('sends the same bytes to every client', async () => {
    const api = startApi();
    const handler = api.server.as(administrator);
    const bodies = await Promise.all(
      [1, 2].map(async () => (await handler(new Request(`http://cluster${configMaps}?watch=1`))).body),
    );
    await create(api, 'a');
    const chunks = await Promise.all(bodies.map(async (body) => (await body?.getReader().read())?.value));
    assert.ok(chunks[0] !== undefined && chunks[0] === chunks[1]);
    api.server.close();
  });
});
