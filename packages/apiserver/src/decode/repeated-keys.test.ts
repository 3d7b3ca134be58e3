import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject } from '@flux19/objects';
import { startApi } from '../testing/api-client.ts';

const configMaps = '/api/v1/namespaces/default/configmaps?fieldValidation=Warn';

suite('keys that JSON gives twice', () => {
  test('join what is a map or a struct, as Go reads it', async () => {
    const { body, warnings } = await startApi().post(
      configMaps,
      '{"metadata":{"name":"two","labels":{"a":"b"}},"metadata":{"labels":{"c":"d"}},"data":{"a":"1","a":"2"},"data":{"b":"1"}}',
    );
    const { name, labels } = body['metadata'] as JsonObject;
    assert.deepEqual([name, labels], ['two', { a: 'b', c: 'd' }]);
    assert.deepEqual(body['data'], { a: '2', b: '1' });
    assert.deepEqual(
      warnings,
      ['metadata', 'data.a', 'data'].map((path) => `duplicate field "${path}"`),
    );
  });

  test('are cleared by null where Go has a pointer or a map', async () => {
    const { body } = await startApi().post(
      configMaps,
      '{"metadata":{"name":"two"},"metadata":null,"immutable":true,"immutable":null,"data":{"a":"1"},"data":null}',
    );
    assert.equal((body['metadata'] as JsonObject)['name'], 'two');
    assert.deepEqual([body['immutable'], body['data']], [undefined, undefined]);
  });

  test('put later items of a list over earlier ones', async () => {
    const { body } = await startApi().post(
      '/api/v1/namespaces/default/services?fieldValidation=Ignore',
      '{"metadata":{"name":"two"},"spec":{"ports":[{"port":1,"name":"a"},{"port":2,"name":"b"}],"ports":[{"port":3}]}}',
    );
    const ports = (body['spec'] as JsonObject)['ports'];
    assert.deepEqual(ports, [{ name: 'a', port: 3, protocol: 'TCP', targetPort: 3 }]);
  });

  test('are not told of where the field itself is unknown', async () => {
    const { warnings } = await startApi().post(configMaps, '{"metadata":{"name":"two"},"more":1,"more":{"a":1,"a":2}}');
    assert.deepEqual(warnings, ['unknown field "more"']);
  });

  test('count by their last value in custom resources', async () => {
    const api = startApi();
    const names = { kind: 'Widget', plural: 'widgets' };
    const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    await api.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      metadata: { name: 'widgets.test.example' },
      spec: {
        group: 'test.example',
        names,
        scope: 'Cluster',
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
      },
    });
    const { body } = await api.post(
      '/apis/test.example/v1/widgets?fieldValidation=Warn',
      '{"apiVersion":"test.example/v1","kind":"Widget","metadata":{"name":"two"},"spec":{"a":1},"spec":{"b":2}}',
    );
    assert.deepEqual(body['spec'], { b: 2 });
  });
});
