import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import type { KubeObject } from '@flux19/objects';
import { createEventRecorder, EventBus, type EventRecorder, type FluxEvent } from '@flux19/runtime';
import { startTestCluster, type TestCluster } from '../testing/test-cluster.ts';

const kustomization: KubeObject = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: {
    name: 'apps',
    namespace: 'default',
    uid: 'u1',
    resourceVersion: '7',
    annotations: { 'event.toolkit.fluxcd.io/team': 'a', other: 'b' },
  },
};

suite('EventRecorder', () => {
  let cluster: TestCluster;
  let recorder: EventRecorder;
  const notified: FluxEvent[] = [];

  beforeEach(() => {
    cluster = startTestCluster();
    notified.length = 0;
    const bus = new EventBus();
    bus.subscribe((event) => notified.push(event));
    const { client, log, clock } = cluster;
    recorder = createEventRecorder({
      client,
      log,
      clock,
      controller: 'kustomize-controller',
      instance: 'pod-1',
      notify: bus.publish,
    });
  });
  afterEach(() => cluster.close());

  async function events(): Promise<KubeObject[]> {
    await recorder.flush(cluster.signal);
    return (await cluster.client.list({ apiVersion: 'v1', kind: 'Event' }, {}, cluster.signal)).items;
  }

  test('writes an Event and hands the Flux event on, with metadata under the group of the object', async () => {
    const metadata = { revision: 'main@sha1:abc' };
    recorder.record({
      object: kustomization,
      type: 'Normal',
      reason: 'ReconciliationSucceeded',
      message: 'done',
      metadata,
    });
    const annotations = {
      'kustomize.toolkit.fluxcd.io/revision': 'main@sha1:abc',
      'event.toolkit.fluxcd.io/team': 'a',
    };
    const [event, ...others] = await events();
    assert.equal(others.length, 0);
    assert.deepEqual(event?.metadata.annotations, annotations);
    const { involvedObject, type, reason, message, count, source, reportingComponent } = event ?? {};
    assert.deepEqual(
      { involvedObject, type, reason, message, count, source, reportingComponent },
      {
        involvedObject: {
          apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
          kind: 'Kustomization',
          name: 'apps',
          namespace: 'default',
          uid: 'u1',
          resourceVersion: '7',
        },
        type: 'Normal',
        reason: 'ReconciliationSucceeded',
        message: 'done',
        count: 1,
        source: { component: 'kustomize-controller' },
        reportingComponent: 'kustomize-controller',
      },
    );
    assert.deepEqual(notified, [
      {
        involvedObject,
        severity: 'info',
        timestamp: '2026-01-01T00:00:00Z',
        message: 'done',
        reason: 'ReconciliationSucceeded',
        metadata: annotations,
        reportingController: 'kustomize-controller',
        reportingInstance: 'pod-1',
      },
    ]);
  });

  test('counts an event that repeats itself', async () => {
    for (let i = 0; i < 3; i += 1)
      recorder.record({ object: kustomization, type: 'Warning', reason: 'BuildFailed', message: 'bad yaml' });
    const [event, ...others] = await events();
    assert.equal(others.length, 0);
    assert.equal(event?.['count'], 3);
    assert.deepEqual(
      notified.map(({ severity }) => severity),
      ['error', 'error', 'error'],
    );
  });

  test('keeps traces to the cluster', async () => {
    recorder.record({ object: kustomization, type: 'Trace', reason: 'ArtifactUpToDate', message: 'same' });
    assert.equal((await events())[0]?.['type'], 'Normal');
    assert.deepEqual(notified, []);
  });

  test('combines events that differ by their text only, and lets no object flood the cluster', async () => {
    for (let i = 0; i < 100; i += 1)
      recorder.record({ object: kustomization, type: 'Normal', reason: 'Progressing', message: `step ${i}` });
    const written = await events();
    assert.ok(written.length <= 11, String(written.length));
    assert.ok(written.some((event) => String(event['message']).startsWith('(combined from similar events): ')));
  });

  test('masks what looks like a secret', async () => {
    recorder.record({
      object: kustomization,
      type: 'Warning',
      reason: 'GitOperationFailed',
      message: 'clone https://u:p4ss@host/x failed',
    });
    assert.equal((await events())[0]?.['message'], 'clone https://*****@host/x failed');
    assert.equal(notified[0]?.message, 'clone https://*****@host/x failed');
  });

  test('gives up what the server refuses', async () => {
    const stray = { ...kustomization, metadata: { ...kustomization.metadata, namespace: 'absent' } };
    recorder.record({ object: stray, type: 'Normal', reason: 'Progressing', message: 'lost' });
    recorder.record({ object: kustomization, type: 'Normal', reason: 'Progressing', message: 'kept' });
    assert.deepEqual(
      (await events()).map((event) => event['message']),
      ['kept'],
    );
  });
});
