import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { JsonObject } from '@flux19/objects';
import { startApi, type TestApi } from '../testing/api-client.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const widgets = '/apis/example.com/v1/namespaces/default/widgets';

const definition = (version: JsonObject = {}, spec: JsonObject = {}): JsonObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList', shortNames: ['wd'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['size'],
                properties: {
                  size: { type: 'integer', minimum: 1 },
                  color: { type: 'string', default: 'red' },
                  replicas: { type: 'integer' },
                },
              },
              status: { type: 'object', properties: { phase: { type: 'string' }, replicas: { type: 'integer' } } },
            },
          },
        },
        ...version,
      },
    ],
    ...spec,
  },
});
const widget = (spec: JsonObject): JsonObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'w' },
  spec,
});
const metadataOf = (body: JsonObject) => body['metadata'] as JsonObject;

async function apiWith(object: JsonObject = definition()): Promise<TestApi> {
  const api = startApi();
  const created = await api.post(definitions, object);
  assert.equal(created.code, 201, created.text);
  return api;
}

suite('custom resources', () => {
  test('are served as soon as their definition is stored', async () => {
    const api = await apiWith();
    const { body } = await api.get(`${definitions}/widgets.example.com`);
    const status = body['status'] as JsonObject;
    assert.deepEqual(
      (status['conditions'] as JsonObject[]).map(({ type, status: state }) => [type, state]),
      [
        ['NamesAccepted', 'True'],
        ['Established', 'True'],
      ],
    );
    assert.deepEqual(status['storedVersions'], ['v1']);
    const resources = (await api.get('/apis/example.com/v1')).body['resources'] as JsonObject[];
    assert.deepEqual([resources[0]?.['name'], resources[0]?.['shortNames']], ['widgets', ['wd']]);
    const groups = (await api.get('/apis')).body['groups'] as JsonObject[];
    assert.equal(groups.at(-1)?.['name'], 'example.com');
  });

  test('are defaulted, pruned and validated by their schema', async () => {
    const api = await apiWith();
    const created = await api.post(widgets, widget({ size: 1, foo: 2 }));
    assert.deepEqual(created.body['spec'], { size: 1, color: 'red' });
    assert.deepEqual(created.warnings, ['unknown field "spec.foo"']);
    assert.equal(metadataOf(created.body)['generation'], 1);
    const invalid = await api.post(widgets, { ...widget({ size: 0 }), metadata: { name: 'x' } });
    assert.equal(
      invalid.body['message'],
      'Widget.example.com "x" is invalid: spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1',
    );
    const missing = await api.post(widgets, { ...widget({}), metadata: { name: 'x' } });
    assert.equal(missing.body['message'], 'Widget.example.com "x" is invalid: spec.size: Required value');
  });

  test('take no strategic merge patch', async () => {
    const api = await apiWith();
    await api.post(widgets, widget({ size: 1 }));
    const type = 'application/strategic-merge-patch+json';
    const refused = await api.call('PATCH', `${widgets}/w`, { body: {}, type });
    assert.equal(refused.code, 415);
    assert.match(
      String(refused.body['message']),
      /json-patch\+json, application\/merge-patch\+json, application\/apply-patch/,
    );
  });

  test('keep their status apart when the definition says so', async () => {
    const api = await apiWith(definition({ subresources: { status: {} } }));
    const created = await api.post(widgets, { ...widget({ size: 1 }), status: { phase: 'New' } });
    assert.equal(created.body['status'], undefined);
    await api.merge(`${widgets}/w/status`, { status: { phase: 'Ready' }, spec: { size: 9 } });
    const { body } = await api.get(`${widgets}/w`);
    assert.deepEqual([body['status'], body['spec']], [{ phase: 'Ready' }, { size: 1, color: 'red' }]);
    assert.equal(metadataOf(body)['generation'], 1);
    await api.merge(`${widgets}/w`, { spec: { size: 2 }, status: { phase: 'Lost' } });
    const after = (await api.get(`${widgets}/w`)).body;
    assert.deepEqual([metadataOf(after)['generation'], after['status']], [2, { phase: 'Ready' }]);
  });

  test('show the defaults of a status that nobody has written, and own none of it', async () => {
    const status: JsonObject = { type: 'object', default: { seen: -1 }, properties: { seen: { type: 'integer' } } };
    const schema = { openAPIV3Schema: { type: 'object', properties: { status } } };
    const api = await apiWith(definition({ schema, subresources: { status: {} } }));
    const { body } = await api.post(widgets, { ...widget({}), status: { seen: 7 } });
    assert.deepEqual(body['status'], { seen: -1 });
    assert.deepEqual((await api.get(`${widgets}/w`)).body['status'], { seen: -1 });
    assert.equal(metadataOf(body)['managedFields'], undefined);
  });

  test('show the defaults that a new schema has, without a new version of the object', async () => {
    const api = await apiWith();
    const { body: created } = await api.post(widgets, widget({ size: 1 }));
    const path = `${definitions}/widgets.example.com`;
    const size = '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/replicas/default';
    const type = 'application/json-patch+json';
    const changed = await api.call('PATCH', path, { body: [{ op: 'add', path: size, value: 3 }], type });
    assert.equal(changed.code, 200, changed.text);
    const { body } = await api.get(`${widgets}/w`);
    assert.deepEqual(body['spec'], { size: 1, color: 'red', replicas: 3 });
    assert.equal(metadataOf(body)['resourceVersion'], metadataOf(created)['resourceVersion']);
  });

  test('can be scaled when the definition says how', async () => {
    const scale = { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' };
    const api = await apiWith(definition({ subresources: { scale } }));
    await api.post(widgets, widget({ size: 1, replicas: 2 }));
    const read = await api.get(`${widgets}/w/scale`);
    assert.deepEqual(
      [read.body['kind'], read.body['spec'], read.body['status']],
      ['Scale', { replicas: 2 }, { replicas: 0 }],
    );
    await api.merge(`${widgets}/w/scale`, { spec: { replicas: 5 } });
    assert.equal(((await api.get(`${widgets}/w`)).body['spec'] as JsonObject)['replicas'], 5);
  });

  test('show the columns of their definition', async () => {
    const columns = [
      { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
      { name: 'Color', type: 'string', jsonPath: '.spec.color', priority: 1 },
    ];
    const api = await apiWith(definition({ additionalPrinterColumns: columns }));
    await api.post(widgets, widget({ size: 3 }));
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const { body } = await api.call('GET', widgets, { headers: { accept } });
    const titles = (body['columnDefinitions'] as JsonObject[]).map(({ name, priority }) => [name, priority]);
    assert.deepEqual(titles, [
      ['Name', 0],
      ['Size', 0],
      ['Color', 1],
    ]);
    assert.deepEqual((body['rows'] as JsonObject[])[0]?.['cells'], ['w', 3, 'red']);
  });

  test('are selected by the fields that the definition names', async () => {
    const api = await apiWith(definition({ selectableFields: [{ jsonPath: '.spec.color' }] }));
    await api.post(widgets, widget({ size: 1, color: 'blue' }));
    assert.equal(((await api.get(`${widgets}?fieldSelector=spec.color=blue`)).body['items'] as unknown[]).length, 1);
    assert.equal(((await api.get(`${widgets}?fieldSelector=spec.color=red`)).body['items'] as unknown[]).length, 0);
    const refused = await api.get(`${widgets}?fieldSelector=spec.size=1`);
    assert.equal(refused.body['message'], 'field label not supported: spec.size');
  });

  test('are seen in every served version, and by a new schema at once', async () => {
    const api = await apiWith();
    await api.post(widgets, widget({ size: 1 }));
    const [v1] = (definition()['spec'] as JsonObject)['versions'] as JsonObject[];
    const v2 = { ...v1, name: 'v2', storage: false };
    await api.merge(`${definitions}/widgets.example.com`, { spec: { versions: [v1, v2] } });
    const inV2 = await api.get('/apis/example.com/v2/namespaces/default/widgets/w');
    assert.equal(inV2.body['apiVersion'], 'example.com/v2');
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    const { body } = await api.call('GET', '/apis', { headers: { accept } });
    const group = (body['items'] as JsonObject[]).find((one) => metadataOf(one)['name'] === 'example.com');
    assert.deepEqual(
      (group?.['versions'] as JsonObject[] | undefined)?.map(({ version }) => version),
      ['v2', 'v1'],
    );
    const document = await api.get('/openapi/v3/apis/example.com/v2');
    const schemas = (document.body['components'] as JsonObject)['schemas'] as JsonObject;
    assert.ok('com.example.v2.Widget' in schemas);
  });

  test('go with their definition, which waits for those that something holds', async () => {
    const api = await apiWith();
    await api.post(widgets, { ...widget({ size: 1 }), metadata: { name: 'free' } });
    await api.post(widgets, { ...widget({ size: 1 }), metadata: { name: 'held', finalizers: ['example.com/hold'] } });
    await api.delete(`${definitions}/widgets.example.com`);
    await nextTurn();
    assert.equal((await api.get(`${widgets}/free`)).code, 404);
    assert.equal((await api.get(`${definitions}/widgets.example.com`)).code, 200);
    await api.merge(`${widgets}/held`, { metadata: { finalizers: null } });
    await nextTurn();
    assert.equal((await api.get(`${definitions}/widgets.example.com`)).code, 404);
    assert.equal((await api.get(widgets)).text, '404 page not found\n');
  });

  test('are not served under names that another definition has', async () => {
    const api = await apiWith();
    const names = { plural: 'gadgets', singular: 'gadget', kind: 'Widget', listKind: 'GadgetList' };
    const other = { ...definition({}, { names }), metadata: { name: 'gadgets.example.com' } };
    await api.post(definitions, other);
    const { body } = await api.get(`${definitions}/gadgets.example.com`);
    const conditions = (body['status'] as JsonObject)['conditions'] as JsonObject[];
    assert.deepEqual(
      [conditions[0]?.['reason'], conditions[0]?.['message']],
      ['KindConflict', '"Widget" is already in use'],
    );
    assert.equal((await api.get('/apis/example.com/v1/gadgets')).code, 404);
  });
});
