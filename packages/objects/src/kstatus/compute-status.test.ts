import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { computeStatus, type KubeObject } from '@flux19/objects';

function object(apiVersion: string, kind: string, rest: Record<string, unknown> = {}): KubeObject {
  return { apiVersion, kind, metadata: { name: 'web', namespace: 'shop' }, ...rest };
}

function verdict(...parts: Parameters<typeof computeStatus>): string {
  const { status, message } = computeStatus(...parts);
  return `${status}: ${message}`;
}

const ready = { type: 'Ready', status: 'True', reason: 'Done', message: 'done' };

suite('computeStatus', () => {
  test('takes what is being deleted as terminating, whatever else it says', () => {
    const claim = object('v1', 'ConfigMap');
    claim.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
    assert.equal(verdict(claim), 'Terminating: Resource scheduled for deletion');
  });

  test('trusts Ready of kinds it does not know', () => {
    const source = (condition: object) =>
      object('source.toolkit.fluxcd.io/v1', 'GitRepository', { status: { conditions: [condition] } });
    assert.equal(verdict(source(ready)), 'Current: Resource is Ready');
    assert.equal(verdict(source({ ...ready, status: 'False', message: 'no route' })), 'InProgress: no route');
    assert.equal(verdict(source({ ...ready, type: 'Stalled', message: 'bad spec' })), 'Failed: bad spec');
    assert.equal(verdict(object('example.com/v1', 'Thing')), 'Current: Resource is current');
  });

  test('follows a Deployment from its first replica to its last', () => {
    const deployment = (status: object) => object('apps/v1', 'Deployment', { spec: { replicas: 2 }, status });
    const full = { replicas: 2, updatedReplicas: 2, availableReplicas: 2, readyReplicas: 2 };
    assert.equal(verdict(deployment({})), 'InProgress: Replicas: 0/2');
    assert.equal(verdict(deployment({ ...full, updatedReplicas: 1 })), 'InProgress: Updated: 1/2');
    assert.equal(verdict(deployment({ ...full, replicas: 3 })), 'InProgress: Pending termination: 1');
    assert.equal(verdict(deployment({ ...full, availableReplicas: 1 })), 'InProgress: Available: 1/2');
    assert.equal(verdict(deployment({ ...full, readyReplicas: 1 })), 'InProgress: Ready: 1/2');
    assert.equal(verdict(deployment(full)), 'InProgress: Deployment not Available');
    const conditions = [{ type: 'Available', status: 'True' }];
    assert.equal(verdict(deployment({ ...full, conditions })), 'Current: Deployment is available. Replicas: 2');
  });

  test('fails a Deployment whose deadline has passed, with the words of its controller', () => {
    const condition = {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: 'timed out',
    };
    const { status, conditions } = computeStatus(
      object('apps/v1', 'Deployment', { status: { conditions: [condition] } }),
    );
    assert.equal(status, 'Failed');
    assert.deepEqual(conditions, [
      { type: 'Stalled', status: 'True', reason: 'ProgressDeadlineExceeded', message: 'timed out' },
    ]);
  });

  test('follows a StatefulSet by partition or by revision', () => {
    const set = (spec: object, status: object) => object('apps/v1', 'StatefulSet', { spec, status });
    const full = { replicas: 2, readyReplicas: 2, currentReplicas: 2, updatedReplicas: 1 };
    const partition = { type: 'RollingUpdate', rollingUpdate: { partition: 1 } };
    assert.equal(
      verdict(set({ replicas: 2, updateStrategy: partition }, full)),
      'Current: Partition rollout complete. updated: 1',
    );
    assert.equal(
      verdict(set({ replicas: 2 }, { ...full, currentRevision: 'a', updateRevision: 'b' })),
      'InProgress: Waiting for updated revision to match current',
    );
    assert.equal(
      verdict(set({ updateStrategy: { type: 'OnDelete' } }, {})),
      'Current: StatefulSet is using the ondelete update strategy',
    );
  });

  test('lets Flux wait for a Job to complete', () => {
    const job = (status: object) => object('batch/v1', 'Job', { spec: { completions: 3 }, status });
    const running = job({ startTime: '2026-01-01T00:00:00Z', active: 1 });
    assert.equal(verdict(running), 'Current: Job in progress. success:0, active: 1, failed: 0');
    assert.equal(verdict(running, { awaitJobs: true }), 'InProgress: Job in progress');
    const complete = job({ succeeded: 3, conditions: [{ type: 'Complete', status: 'True' }] });
    assert.equal(verdict(complete, { awaitJobs: true }), 'Current: Job Completed. succeeded: 3/3');
    const broken = job({ failed: 1, conditions: [{ type: 'Failed', status: 'True' }] });
    assert.equal(verdict(broken, { awaitJobs: true }), 'Failed: Job Failed. failed: 1/3');
  });

  test('gives a Pod fifteen seconds to be scheduled', () => {
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }];
    const pod = object('v1', 'Pod', { status: { phase: 'Pending', conditions } });
    pod.metadata.creationTimestamp = '2026-01-01T00:00:00Z';
    const now = Date.parse('2026-01-01T00:00:10Z');
    assert.equal(verdict(pod, { now }), 'InProgress: Pod has not been scheduled');
    assert.equal(verdict(pod, { now: now + 10_000 }), 'Failed: Pod could not be scheduled');
    assert.equal(verdict(pod), 'InProgress: Pod has not been scheduled');
  });

  test('names the containers that crash', () => {
    const containerStatuses = [{ name: 'app', state: { waiting: { reason: 'CrashLoopBackOff' } } }, { name: 'proxy' }];
    const pod = object('v1', 'Pod', { status: { phase: 'Running', containerStatuses } });
    assert.equal(verdict(pod), 'Failed: Containers in CrashLoop state: app');
    assert.equal(verdict(object('v1', 'Pod', { status: { phase: 'Odd' } })), 'Unknown: unknown phase Odd');
  });

  test('waits for a definition to be established', () => {
    const definition = (...conditions: object[]) =>
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', { status: { conditions } });
    assert.equal(verdict(definition()), 'InProgress: Install in progress');
    assert.equal(verdict(definition({ type: 'Established', status: 'True' })), 'Current: CRD is established');
    const refused = { type: 'NamesAccepted', status: 'False', reason: 'Taken', message: 'name is taken' };
    assert.equal(verdict(definition(refused)), 'Failed: name is taken');
  });

  test('judges malformed objects without throwing', () => {
    for (const status of [null, 'text', { conditions: 'none' }, { conditions: [null, 1] }]) {
      assert.equal(computeStatus(object('v1', 'Thing', { status })).status, 'Current');
    }
  });
});
