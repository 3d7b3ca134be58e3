import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ApplyError } from '@flux19/apply';
import type { KubeObject } from '@flux19/objects';
import { adoptIgnored, compileIgnoreRules, withoutPaths } from './ignore-rules.ts';

const deployment = (
  replicas: number | undefined,
  managers: KubeObject['metadata']['managedFields'] = [],
): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'apps', labels: { app: 'web' }, managedFields: managers },
  spec: {
    ...(replicas === undefined ? {} : { replicas }),
    template: { spec: { containers: [{ name: 'c', image: 'a:1' }] } },
  },
});

suite('compileIgnoreRules', () => {
  test('matches whole names by regular expressions, and labels by selectors', () => {
    const paths = (target: object) => compileIgnoreRules([{ paths: ['/spec/replicas'], target }])(deployment(1)).length;
    assert.equal(paths({ kind: 'Deploy' }), 0);
    assert.equal(paths({ kind: 'Deploy.*', group: 'apps', version: 'v1', namespace: 'app.' }), 1);
    assert.equal(paths({ labelSelector: 'app in (web)' }), 1);
    assert.equal(paths({ labelSelector: 'app=other' }), 0);
    assert.equal(paths({}), 1);
  });

  test('refuses what is no expression', () => {
    assert.throws(() => compileIgnoreRules([{ paths: [], target: { name: '(' } }]), ApplyError);
    assert.throws(() => compileIgnoreRules([{ paths: [], target: { labelSelector: 'a in' } }]), ApplyError);
  });
});

suite('withoutPaths', () => {
  test('removes what is there and does not miss what is not', () => {
    assert.deepEqual(withoutPaths(deployment(3), ['/spec/replicas', '/spec/absent/deep']), deployment(undefined));
  });
});

suite('adoptIgnored', () => {
  const pointer = '/spec/replicas';
  const applied = (manager: string) => [
    { manager, operation: 'Apply' as const, fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
  ];

  test('keeps the live value of a field that nobody else applies', () => {
    const payload = adoptIgnored(
      deployment(1),
      deployment(5, applied('kustomize-controller')),
      deployment(1),
      [pointer],
      'kustomize-controller',
    );
    assert.deepEqual(payload['spec'], deployment(5)['spec']);
  });

  test('leaves a field to another who applies it', () => {
    const payload = adoptIgnored(
      deployment(1),
      deployment(5, applied('autoscaler')),
      deployment(1),
      [pointer],
      'kustomize-controller',
    );
    assert.deepEqual(payload['spec'], deployment(undefined)['spec']);
  });

  test('finds the owner of a field in a list by the keys of the list', () => {
    const image = '/spec/template/spec/containers/0/image';
    const fieldsV1 = {
      'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"c"}': { 'f:image': {} } } } } },
    };
    const live = deployment(1, [{ manager: 'updater', operation: 'Apply', fieldsV1 }]);
    live['spec'] = { replicas: 1, template: { spec: { containers: [{ name: 'c', image: 'a:2' }] } } };
    const payload = adoptIgnored(deployment(1), live, deployment(1), [image], 'kustomize-controller');
    assert.deepEqual(payload['spec'], { replicas: 1, template: { spec: { containers: [{ name: 'c' }] } } });
  });
});
