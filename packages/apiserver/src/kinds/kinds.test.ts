import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject } from '@flux19/objects';
import { startApi } from '../testing/api-client.ts';

const core = '/api/v1/namespaces/default';
const apps = '/apis/apps/v1/namespaces/default';
const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
const selector = { matchLabels: { app: 'a' } };
const deployment = (spec: JsonObject) => ({ metadata: { name: 'x' }, spec: { selector, template, ...spec } });
const path = (rule: JsonObject) => ({ metadata: { name: 'x' }, spec: { rules: [{ http: { paths: [rule] } }] } });
const backend = { service: { name: 's', port: { number: 80 } } };

/** What is asked for, and what kube-apiserver 1.37 says to it. */
const refusals: readonly (readonly [string, string, unknown, string])[] = [
  [
    'a ConfigMap with a bad key',
    `${core}/configmaps`,
    { metadata: { name: 'x' }, data: { '..': '' } },
    'data[..]: Invalid value: "..": must not be \'..\'',
  ],
  [
    'a finalizer without a domain',
    `${core}/configmaps`,
    { metadata: { name: 'x', finalizers: ['a.b'] } },
    'metadata.finalizers[0]: Invalid value: "a.b": name is neither a standard finalizer name nor is it fully qualified',
  ],
  [
    'a TLS Secret without keys',
    `${core}/secrets`,
    { metadata: { name: 'x' }, type: 'kubernetes.io/tls' },
    '[data[tls.crt]: Required value, data[tls.key]: Required value]',
  ],
  [
    'a Deployment without a selector',
    `${apps}/deployments`,
    deployment({ selector: null }),
    '[spec.selector: Required value, spec.template.metadata.labels: Invalid value: {"app":"a"}: `selector` does not match template `labels`]',
  ],
  [
    'a Deployment that selects no pods of its own',
    `${apps}/deployments`,
    deployment({ selector: { matchLabels: { app: 'b' } } }),
    'spec.template.metadata.labels: Invalid value: {"app":"a"}: `selector` does not match template `labels`',
  ],
  [
    'an unknown strategy',
    `${apps}/deployments`,
    deployment({ strategy: { type: 'X' } }),
    'spec.strategy: Unsupported value: {"Type":"X","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"',
  ],
  [
    'an image with spaces in a pod',
    `${core}/pods`,
    { metadata: { name: 'x' }, spec: { containers: [{ name: 'c', image: ' a' }] } },
    'spec.containers[0].image: Invalid value: " a": must not have leading or trailing whitespace',
  ],
  [
    'a path without a type',
    '/apis/networking.k8s.io/v1/namespaces/default/ingresses',
    path({ path: '/', backend }),
    'spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified',
  ],
  [
    'a path with two slashes',
    '/apis/networking.k8s.io/v1/namespaces/default/ingresses',
    path({ path: '/a//b', pathType: 'Prefix', backend }),
    'spec.rules[0].http.paths[0].path: Invalid value: "/a//b": must not contain \'//\'',
  ],
  [
    'a path that leads nowhere',
    '/apis/networking.k8s.io/v1/namespaces/default/ingresses',
    path({ path: '/', pathType: 'Exact', backend: {} }),
    'spec.rules[0].http.paths[0].backend: Invalid value: "": resource or service backend is required',
  ],
];

suite('kinds', () => {
  for (const [what, url, object, why] of refusals) {
    test(`refuse ${what}`, async () => {
      const { code, body } = await startApi().post(url, object);
      assert.equal(code, 422);
      const message = String(body['message']);
      assert.equal(message.slice(message.indexOf(' is invalid: ') + ' is invalid: '.length), why);
    });
  }

  test('keep what is immutable', async () => {
    const api = startApi();
    await api.post(`${apps}/deployments`, deployment({}));
    const changed = await api.merge(`${apps}/deployments/x`, { spec: { selector: { matchLabels: { b: 'c' } } } });
    assert.match(String(changed.body['message']), /spec\.selector: Invalid value: .*: field is immutable/);
    await api.post(`${apps}/statefulsets`, deployment({ serviceName: 's' }));
    const moved = await api.merge(`${apps}/statefulsets/x`, { spec: { serviceName: 't' } });
    assert.equal(
      moved.body['message'],
      'StatefulSet.apps "x" is invalid: spec.serviceName: Invalid value: "t": field is immutable',
    );
    await api.post(`${core}/secrets`, { metadata: { name: 'x' }, immutable: true });
    const opened = await api.merge(`${core}/secrets/x`, { immutable: false });
    assert.match(String(opened.body['message']), /immutable: Forbidden: field is immutable when `immutable` is set/);
  });

  test('print times that nobody has set as null', async () => {
    const api = startApi();
    await api.post(`${apps}/deployments`, deployment({}));
    const status = { conditions: [{ type: 'Available', status: 'True' }] };
    const { body } = await api.merge(`${apps}/deployments/x/status`, { status });
    const [condition] = (body['status'] as JsonObject)['conditions'] as JsonObject[];
    assert.deepEqual(condition, { type: 'Available', status: 'True', lastUpdateTime: null, lastTransitionTime: null });
  });

  test('write secret texts as bytes', async () => {
    const { body } = await startApi().post(`${core}/secrets`, { metadata: { name: 'x' }, stringData: { a: 'ü' } });
    assert.deepEqual([body['data'], body['type']], [{ a: 'w7w=' }, 'Opaque']);
  });

  test('carry autoscalers from version to version without loss', async () => {
    const api = startApi();
    const scaleUp = {
      stabilizationWindowSeconds: 5,
      policies: [{ type: 'Pods', value: 2, periodSeconds: 15 }],
      selectPolicy: 'Max',
    };
    const spec = {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'x' },
      minReplicas: 1,
      maxReplicas: 3,
      behavior: { scaleUp },
    };
    const scalers = (version: string) => `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers`;
    const made = await api.post(scalers('v2'), { metadata: { name: 'x' }, spec });
    const old = await api.get(`${scalers('v1')}/x`);
    assert.equal((old.body['spec'] as JsonObject)['behavior'], undefined);
    await api.put(`${scalers('v1')}/x`, old.body);
    const again = await api.get(`${scalers('v2')}/x`);
    assert.deepEqual(again.body['spec'], made.body['spec']);
  });

  test('count how often the template of a DaemonSet changes', async () => {
    const api = startApi();
    const generation = ({ body }: { body: JsonObject }) =>
      ((body['metadata'] as JsonObject)['annotations'] as JsonObject)['deprecated.daemonset.template.generation'];
    assert.equal(generation(await api.post(`${apps}/daemonsets`, deployment({}))), '1');
    assert.equal(generation(await api.merge(`${apps}/daemonsets/x`, { spec: { minReadySeconds: 1 } })), '1');
    const labels = { metadata: { labels: { app: 'a', b: 'c' } } };
    assert.equal(generation(await api.merge(`${apps}/daemonsets/x`, { spec: { template: labels } })), '2');
  });
});
