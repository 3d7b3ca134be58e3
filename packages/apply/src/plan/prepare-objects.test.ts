import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { prepareObjects } from '@flux19/apply';
import type { KubeObject } from '@flux19/objects';
import { owner } from '../testing/test-target.ts';

function prepare(object: Record<string, unknown>, common = {}): KubeObject {
  const given = { metadata: { name: 'x', namespace: 'n' }, ...object } as unknown as KubeObject;
  const before = JSON.stringify(given);
  const [prepared] = prepareObjects([given], owner, common);
  assert.equal(JSON.stringify(given), before, 'the given object is not to be changed');
  assert.ok(prepared !== undefined);
  return prepared;
}

suite('prepareObjects', () => {
  test('sets the labels of the owner, and common metadata over everything', () => {
    const { metadata } = prepare(
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', labels: { app: 'web', tier: 'a' } } },
      { labels: { tier: 'b' }, annotations: { note: 'yes' } },
    );
    assert.deepEqual(metadata.labels, {
      app: 'web',
      tier: 'b',
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    });
    assert.deepEqual(metadata.annotations, { note: 'yes' });
  });

  test('takes labels of any name for labels', () => {
    const object = JSON.parse(
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","labels":{"__proto__":"p"}}}',
    );
    const { labels = {} } = prepare(object).metadata;
    assert.deepEqual(Object.keys(labels).slice(0, 1), ['__proto__']);
    assert.equal(Object.getPrototypeOf(labels), Object.prototype);
  });

  test('writes the text of a Secret as data', () => {
    const secret = prepare({
      apiVersion: 'v1',
      kind: 'Secret',
      data: { a: 'b2xk', b: 'Yg==' },
      stringData: { a: 'new' },
    });
    assert.deepEqual([secret['data'], secret['stringData']], [{ a: 'bmV3', b: 'Yg==' }, undefined]);
  });

  test('writes out the protocol that ports have by default', () => {
    const service = prepare({
      apiVersion: 'v1',
      kind: 'Service',
      spec: { ports: [{ port: 80 }, { port: 53, protocol: 'UDP' }] },
    });
    assert.deepEqual(service['spec'], {
      ports: [
        { port: 80, protocol: 'TCP' },
        { port: 53, protocol: 'UDP' },
      ],
    });
    const container = { name: 'c', ports: [{ containerPort: 80 }] };
    const cronJob = prepare({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      spec: { jobTemplate: { spec: { template: { spec: { containers: [container] } } } } },
    });
    const expected = { name: 'c', ports: [{ containerPort: 80, protocol: 'TCP' }] };
    assert.deepEqual(cronJob['spec'], { jobTemplate: { spec: { template: { spec: { containers: [expected] } } } } });
  });

  test('drops the status, but of CustomResourceDefinitions', () => {
    assert.equal(prepare({ apiVersion: 'v1', kind: 'Pod', status: { phase: 'Running' } })['status'], undefined);
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      status: { conditions: [] },
    };
    assert.deepEqual(prepare(definition)['status'], { conditions: [] });
  });

  test('drops a caBundle that is no certificate', () => {
    const definition = (caBundle: string) => ({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      spec: { conversion: { webhook: { clientConfig: { caBundle, service: { name: 's' } } } } },
    });
    assert.deepEqual(prepare(definition('Cg=='))['spec'], {
      conversion: { webhook: { clientConfig: { service: { name: 's' } } } },
    });
  });
});
