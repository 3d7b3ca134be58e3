import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { startApi, type TestApi } from '../testing/api-client.ts';

const widgets = '/apis/test.example/v1/widgets';
const wrongVersion =
  'the API version in the data (test.example/v2) does not match the expected API version (test.example/v1)';

async function withWidgets(): Promise<TestApi> {
  const api = startApi();
  const spec = { type: 'object', properties: { size: { type: 'integer' } } };
  await api.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
    metadata: { name: 'widgets.test.example' },
    spec: {
      group: 'test.example',
      names: { kind: 'Widget', plural: 'widgets' },
      scope: 'Cluster',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
        },
      ],
    },
  });
  return api;
}

const widget = (apiVersion: string, kind: string, size: unknown) => ({
  apiVersion,
  kind,
  metadata: { name: 'one' },
  spec: { size },
});

suite('objects of another kind or version than their path', () => {
  test('are read as what they say they are before they are refused', async () => {
    const api = startApi();
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'one' }, data: { a: '2' } };
    const { body } = await api.post('/api/v1/namespaces/default/configmaps', secret);
    const subject = 'Secret in version "v1" cannot be handled as a ConfigMap';
    assert.equal(body['message'], `${subject}: illegal base64 data at input byte 0`);
    const scaler = { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', spec: { more: 1 } };
    const path = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers?fieldValidation=Warn';
    assert.deepEqual((await api.post(path, scaler)).warnings, ['unknown field "spec.more"']);
  });

  test('lose every field to a version of a custom kind that there is not', async () => {
    const api = await withWidgets();
    const other = widget('test.example/v2', 'Widget', 1);
    const { body, warnings } = await api.post(`${widgets}?fieldValidation=Warn`, other);
    assert.deepEqual([body['message'], warnings], [wrongVersion, ['unknown field "spec"']]);
    const strict = await api.post(`${widgets}?fieldValidation=Strict`, other);
    const subject = 'Widget in version "v2" cannot be handled as a Widget';
    assert.equal(strict.body['message'], `${subject}: strict decoding error: unknown field "spec"`);
  });

  test('are not held to the schema of a custom kind that they are not of', async () => {
    const api = await withWidgets();
    const { body, warnings } = await api.post(
      `${widgets}?fieldValidation=Warn`,
      widget('test.example/v1', 'Gadget', 'x'),
    );
    const complaint = 'Gadget.test.example "one" is invalid: kind: Invalid value: "Gadget": must be Widget';
    assert.deepEqual([body['message'], warnings], [complaint, []]);
  });

  test('are refused by a patch as a field that may not change', async () => {
    const api = await withWidgets();
    await api.post(widgets, widget('test.example/v1', 'Widget', 1));
    const { body } = await api.merge(`${widgets}/one?fieldValidation=Ignore`, { apiVersion: 'test.example/v2' });
    const complaint = 'apiVersion: Invalid value: "test.example/v2": must be test.example/v1';
    assert.equal(body['message'], `Widget.test.example "one" is invalid: ${complaint}`);
  });
});
