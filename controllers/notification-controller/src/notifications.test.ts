import assert from 'node:assert/strict';
import { after, before, beforeEach, suite, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { createEventRecorder, createLogger, EventBus, type FluxEvent } from '@flux19/runtime';
import { alert, namespace, provider, type Scene, startScene } from './testing/scene.ts';
import { testEvent } from './testing/test-event.ts';

const group = 'kustomize.toolkit.fluxcd.io';
let count = 0;

/** An event that no other is a duplicate of. */
function kustomizationEvent(name: string, changes: Partial<FluxEvent> = {}): FluxEvent {
  count += 1;
  return testEvent({
    involvedObject: { apiVersion: `${group}/v1`, kind: 'Kustomization', namespace, name },
    message: `Applied revision: main@sha1:${count}`,
    reason: 'ReconciliationSucceeded',
    metadata: { [`${group}/revision`]: 'main@sha1:a1afe267b54f38b46b487f6e938a6fd508278c07' },
    reportingController: 'kustomize-controller',
    ...changes,
  });
}

suite('notifications', () => {
  let scene: Scene;
  const received: { readonly path: string; readonly body: string; readonly headers: Headers }[] = [];
  let answerWith: (request: Request) => Response | Promise<Response> = () => new Response('ok');
  const to = (path: string) => received.filter((call) => call.path === path);

  before(async () => {
    scene = await startScene(async (request) => {
      const { pathname } = new URL(request.url);
      received.push({ path: pathname, body: await request.clone().text(), headers: request.headers });
      return answerWith(request);
    });
    await scene.secret('hook', {
      address: 'https://chat.example/from-secret',
      token: 'canary-token-1',
      headers: 'X-Team: canary-header-2',
    });
    await scene.secret('git', { token: 'canary-token-3' });
    await scene.create(
      provider('chat', { type: 'slack', address: 'https://chat.example/chat' }),
      provider('hook', { type: 'generic', address: 'https://chat.example/ignored', secretRef: { name: 'hook' } }),
      provider('hanging', { type: 'generic', address: 'https://chat.example/hanging', timeout: '60m' }),
      provider('status', { type: 'github', address: 'https://github.com/foo/bar', secretRef: { name: 'git' } }),
      provider('brief', { type: 'slack', address: 'https://chat.example/brief', timeout: '50ms' }),
      provider('later', { type: 'slack', address: 'https://chat.example/later', suspend: true }),
    );
  });
  beforeEach(() => {
    received.length = 0;
    answerWith = () => new Response('ok');
  });
  after(() => scene.close());

  async function withAlert(name: string, spec: Parameters<typeof alert>[1], story: () => Promise<void>): Promise<void> {
    const object = alert(name, spec);
    await scene.create(object);
    const address = { apiVersion: object.apiVersion, kind: object.kind, namespace, name };
    const signal = AbortSignal.timeout(30_000);
    try {
      // The controller learns of an Alert by its watch.
      const probe = alert(`${name}-probe`, {
        providerRef: { name: 'absent' },
        eventSources: [{ kind: 'Bucket', name }],
      });
      await scene.create(probe);
      await eventually(async () => {
        scene.controller.notify(
          kustomizationEvent(name, {
            involvedObject: { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'Bucket', namespace, name },
          }),
        );
        assert.notEqual((await scene.eventsOf(`${name}-probe`)).length, 0);
      });
      await story();
    } finally {
      await scene.client.delete(address, {}, signal);
      await scene.client.delete({ ...address, name: `${name}-probe` }, {}, signal);
    }
  }

  test('go from a controller to the chat', () =>
    withAlert('to-chat', { summary: 'cluster one' }, async () => {
      scene.controller.notify(kustomizationEvent('web'));
      await scene.controller.flush(AbortSignal.timeout(10_000));
      const [call, ...others] = to('/chat');
      assert.equal(others.length, 0);
      const { attachments } = JSON.parse(call?.body ?? '{}');
      assert.equal(attachments[0].author_name, 'kustomization/web.apps');
      assert.deepEqual(
        attachments[0].fields.map(({ title }: { title: string }) => title),
        ['revision', 'summary'],
      );
    }));

  test('come in over HTTP too, and are counted', () =>
    withAlert('over-http', {}, async () => {
      const body = JSON.stringify(kustomizationEvent('web'));
      const statuses = [];
      for (let n = 0; n < 2; n += 1) {
        statuses.push((await scene.controller.intake(new Request('http://nc/', { method: 'POST', body }))).status);
      }
      assert.deepEqual(statuses, [202, 429]);
      await scene.controller.flush(AbortSignal.timeout(10_000));
      assert.equal(to('/chat').length, 1);
      const text = await (await scene.metrics.handler(new Request('http://m/metrics'))).text();
      assert.match(text, /gotk_event_http_request_duration_seconds_count\{.*handler="\/".*code="429".*\} 1/);
    }));

  test('take address, token and headers from the Secret', () =>
    withAlert('with-secret', { providerRef: { name: 'hook' } }, async () => {
      scene.controller.notify(kustomizationEvent('web', { metadata: { [`${group}/commit_status`]: 'update' } }));
      await scene.controller.flush(AbortSignal.timeout(10_000));
      assert.equal(to('/from-secret')[0]?.headers.get('x-team'), 'canary-header-2');
      assert.equal(to('/from-secret')[0]?.headers.get('gotk-component'), 'kustomize-controller');
    }));

  test('keep what only concerns commits from chats, and what does not concern commits from hosts of git', async () => {
    const update = {
      metadata: {
        [`${group}/commit_status`]: 'update',
        [`${group}/revision`]: 'main@sha1:a1afe267b54f38b46b487f6e938a6fd508278c07',
      },
    };
    answerWith = (request) => (request.method === 'GET' ? Response.json([]) : Response.json({}, { status: 201 }));
    await withAlert('updates', {}, () =>
      withAlert('statuses', { providerRef: { name: 'status' } }, async () => {
        scene.controller.notify(kustomizationEvent('web', update));
        await scene.controller.flush(AbortSignal.timeout(10_000));
        assert.equal(to('/chat').length, 0);
        const posted = to('/repos/foo/bar/statuses/a1afe267b54f38b46b487f6e938a6fd508278c07');
        assert.match(JSON.parse(posted[0]?.body ?? '{}').context, /^kustomization\/web\/[0-9a-f]{8}$/);
        scene.controller.notify(kustomizationEvent('web'));
        await scene.controller.flush(AbortSignal.timeout(10_000));
        assert.equal(to('/chat').length, 1);
        assert.equal(posted.length, 1);
      }),
    );
  });

  test('look at the labels of the object', () =>
    withAlert(
      'labelled',
      { eventSources: [{ kind: 'Kustomization', name: '*', matchLabels: { team: 'a' } }] },
      async () => {
        const kustomization = (name: string, team: string) => ({
          apiVersion: `${group}/v1`,
          kind: 'Kustomization',
          metadata: { name, namespace, labels: { team } },
          spec: { interval: '1h', prune: true, sourceRef: { kind: 'GitRepository', name: 'repo' }, suspend: true },
        });
        await scene.create(kustomization('mine', 'a'), kustomization('theirs', 'b'));
        for (const name of ['mine', 'theirs', 'absent']) scene.controller.notify(kustomizationEvent(name));
        await scene.controller.flush(AbortSignal.timeout(10_000));
        assert.deepEqual(
          to('/chat').map(({ body }) => JSON.parse(body).attachments[0].author_name),
          ['kustomization/mine.apps'],
        );
        assert.deepEqual(await scene.eventsOf('labelled'), [
          'Warning SourceFetchFailed: error getting source object Kustomization/apps/absent',
        ]);
      },
    ));

  test('are not sent while the Provider is suspended', () =>
    withAlert('suspended', { providerRef: { name: 'later' } }, async () => {
      scene.controller.notify(kustomizationEvent('web'));
      assert.deepEqual(await scene.eventsOf('suspended'), []);
      assert.equal(received.length, 0);
    }));

  test('that fail are reported on the Alert, without a secret', async () => {
    answerWith = (request) =>
      new Response(`bad token canary-token-1 at ${request.url} with ${request.headers.get('x-team')}`, { status: 403 });
    await withAlert('failing', { providerRef: { name: 'hook' } }, async () => {
      scene.controller.notify(kustomizationEvent('web'));
      const [report, ...others] = await scene.eventsOf('failing');
      assert.equal(others.length, 0);
      assert.match(
        report ?? '',
        /^Warning NotificationDispatchFailed: failed to send notification for Kustomization\/apps\/web: postMessage failed: request failed: request failed with status code 403: bad token \*{5} at \*{5} with \*{5}$/,
      );
    });
    await withAlert('lost', { providerRef: { name: 'absent' } }, async () => {
      scene.controller.notify(kustomizationEvent('web'));
      assert.match(
        (await scene.eventsOf('lost'))[0] ?? '',
        /failed to dispatch notification for Kustomization\/apps\/web: failed to read provider: /,
      );
    });
  });

  test('are given up when the time of the Provider is over', async () => {
    answerWith = () => new Promise(() => undefined);
    await withAlert('late', { providerRef: { name: 'brief' } }, async () => {
      scene.controller.notify(kustomizationEvent('web'));
      assert.deepEqual(await scene.eventsOf('late'), [
        'Warning NotificationDispatchFailed: failed to send notification for Kustomization/apps/web: postMessage failed: failed to execute request: context deadline exceeded',
      ]);
    });
  });

  test('carry what a controller and the annotations of its object say', () =>
    withAlert('annotated', { providerRef: { name: 'hook' } }, async () => {
      const bus = new EventBus();
      bus.subscribe(scene.controller.notify);
      const log = createLogger({ level: 'error', write: () => undefined });
      const { client } = scene;
      const recorder = createEventRecorder({
        client,
        log,
        controller: 'kustomize-controller',
        instance: 'pod',
        notify: bus.publish,
      });
      const annotations = { 'event.toolkit.fluxcd.io/team': 'a', other: 'b' };
      const object = {
        apiVersion: `${group}/v1`,
        kind: 'Kustomization',
        metadata: { name: 'web', namespace, annotations },
      };
      const metadata = { revision: 'main@sha1:abc', checksum: 'c' };
      recorder.record({ object, type: 'Warning', reason: 'HealthCheckFailed', message: 'timeout', metadata });
      await scene.controller.flush(AbortSignal.timeout(10_000));
      const event = JSON.parse(to('/from-secret')[0]?.body ?? '{}') as FluxEvent;
      assert.deepEqual([event.severity, event.reason, event.message], ['error', 'HealthCheckFailed', 'timeout']);
      assert.deepEqual(event.metadata, { revision: 'main@sha1:abc', team: 'a' });
    }));

  test('tell of metadata that several sources gave', () =>
    withAlert('conflicting', { eventMetadata: { revision: 'mine' } }, async () => {
      scene.controller.notify(kustomizationEvent('web'));
      assert.deepEqual(await scene.eventsOf('conflicting'), [
        'Warning MetadataAppendFailed: metadata key conflicts detected (please refer to the Alert API docs and Flux RFC 0008 for more information)',
      ]);
    }));

  test('are all delivered, a thousand at once, while another Provider hangs', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    answerWith = async (request) => {
      if (request.url.endsWith('/hanging')) await promise;
      return new Response('ok');
    };
    await withAlert('hung', { providerRef: { name: 'hanging' } }, () =>
      withAlert('quick', {}, async () => {
        for (let n = 0; n < 1000; n += 1) scene.controller.notify(kustomizationEvent(`k${n % 100}`));
        await eventually(() => assert.equal(to('/chat').length, 1000));
        assert.ok(to('/hanging').length <= 16);
        resolve();
        await scene.controller.flush(AbortSignal.timeout(20_000));
        assert.equal(to('/hanging').length, 1000);
      }),
    );
  });

  test('leave no planted secret in logs and events', async () => {
    const signal = AbortSignal.timeout(10_000);
    const { items } = await scene.client.list({ apiVersion: 'v1', kind: 'Event' }, {}, signal);
    const everything = JSON.stringify(items) + scene.lines.join('\n');
    assert.match(everything, /NotificationDispatchFailed/);
    assert.doesNotMatch(everything, /canary/);
  });
});
