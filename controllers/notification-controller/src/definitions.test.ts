import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { sharedDataFolder } from '@flux19/conformance';
import type { KubeObject } from '@flux19/objects';
import { eventually } from '@flux19/ports';
import { parseDocuments } from '@flux19/yaml';
import { alert, conditionText, namespace, provider, receiver, type Scene, startScene } from './testing/scene.ts';
import { testEvent } from './testing/test-event.ts';

const { signal } = new AbortController();
const shared = sharedDataFolder(process.env);
const samples = join(shared ?? '', 'flux-fixtures/notification-controller/config/samples');
const skip = shared === undefined || !existsSync(samples) ? 'the shared data folder is absent' : false;

function objectsIn(file: string): readonly KubeObject[] {
  const documents = parseDocuments(readFileSync(join(samples, file), 'utf8'));
  return documents.map(({ value }) => {
    const object = value as unknown as KubeObject;
    return { ...object, metadata: { ...object.metadata, namespace } };
  });
}

suite('notification-controller', () => {
  let scene: Scene;
  const seen: string[] = [];
  before(async () => {
    scene = await startScene(
      async (request) => {
        seen.push(`${request.url} ${request.headers.get('authorization')}`);
        return new Response('ok');
      },
      { allowsCrossNamespaceReferences: false, queueCapacity: 1, queueConcurrency: 1 },
    );
  });
  after(() => scene.close());

  test('takes the finalizer of older versions from Alerts and Providers, which can be deleted then', async () => {
    for (const object of [alert('old', { suspend: true }), provider('old', { type: 'slack' })]) {
      const finalizers = ['finalizers.fluxcd.io'];
      await scene.create({ ...object, metadata: { ...object.metadata, finalizers } });
      const { apiVersion, kind } = object;
      const address = { apiVersion, kind, namespace, name: 'old' };
      await eventually(async () =>
        assert.equal((await scene.client.get(address, signal)).metadata.finalizers, undefined),
      );
    }
    assert.deepEqual((await scene.eventsOf('old')).toSorted(), [
      'Normal Migration: removed finalizer from Alert to migrate to static Alert',
      'Normal Migration: removed finalizer from Provider to migrate to static Provider',
    ]);
  });

  test('says what a Receiver without a spec lacks', async () => {
    const { apiVersion, kind, metadata } = receiver('bare', {});
    await scene.create({ apiVersion, kind, metadata });
    await eventually(async () =>
      assert.match(
        conditionText(await scene.receiver('bare'), 'Stalled'),
        /^True ValidationFailed: .*: secretRef is required when type is not generic-oidc$/,
      ),
    );
  });

  test('lets a Receiver go', async () => {
    await scene.secret('token', { token: 't' });
    await scene.create(receiver('gone', { type: 'generic' }));
    await eventually(async () => assert.match(conditionText(await scene.receiver('gone')), /^True/));
    const address = { apiVersion: 'notification.toolkit.fluxcd.io/v1', kind: 'Receiver', namespace, name: 'gone' };
    await scene.client.delete(address, {}, signal);
    await eventually(async () => assert.equal(await scene.client.find(address, signal), undefined));
  });

  test('keeps events of other namespaces out where they are to stay out', async () => {
    await scene.create(alert('closed', { eventSources: [{ kind: 'Bucket', name: '*', namespace: 'other' }] }));
    const involvedObject = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'Bucket', namespace: 'other', name: 'b' };
    let count = 0;
    await eventually(async () => {
      count += 1;
      scene.controller.notify(testEvent({ involvedObject, message: `m${count}` }));
      assert.deepEqual(await scene.eventsOf('closed'), [
        "Warning NotificationDispatchFailed: failed to dispatch notification for Bucket/other/b: discarding event, access denied to cross-namespace sources: alert 'apps/closed' can't process event from 'Bucket/other/b', cross-namespace references have been blocked",
      ]);
    });
  });

  test('works with the samples of Flux', { skip }, async () => {
    const files = [
      'notification_v1_receiver.yaml',
      'notification_v1beta3_provider.yaml',
      'notification_v1beta3_alert.yaml',
    ];
    await scene.create(...files.flatMap(objectsIn));
    await eventually(async () =>
      assert.match(conditionText(await scene.receiver('receiver-sample')), /^True Succeeded/),
    );
    let count = 0;
    await eventually(async () => {
      count += 1;
      const involvedObject = {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'GitRepository',
        namespace,
        name: 'podinfo',
      };
      scene.controller.notify(testEvent({ involvedObject, message: `m${count}` }));
      await scene.controller.flush(signal);
      assert.ok(seen.includes('https://hooks.slack.com/services/ null'));
    });
  });

  test('says when the queue of a Provider is full', async () => {
    await scene.create(provider('slow', { type: 'generic', address: 'https://slow.example' }));
    await scene.create(
      alert('crowded', { providerRef: { name: 'slow' }, eventSources: [{ kind: 'HelmChart', name: '*' }] }),
    );
    const involvedObject = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'HelmChart', namespace, name: 'c' };
    let count = 0;
    await eventually(async () => {
      for (let n = 0; n < 5; n += 1) {
        count += 1;
        scene.controller.notify(testEvent({ involvedObject, message: `m${count}` }));
      }
      const full = "failed to dispatch notification for HelmChart/apps/c: the queue of provider 'slow' is full";
      assert.ok((await scene.eventsOf('crowded')).includes(`Warning NotificationDispatchFailed: ${full}`));
    });
  });
});
