import type { JsonObject } from '@flux19/objects';
import type { Story } from '../story.ts';
import { define, definition, definitionsPath, isTrue, kindOf, undefine, version } from './custom-objects.ts';

const group = 'life.replay.example';
const text: JsonObject = { type: 'string' };

function spec(properties: JsonObject): JsonObject {
  return { spec: { type: 'object', properties } };
}

/** The life of definitions: their faults, conditions, changes and versions, and their end. */
export const definitions: Story = {
  subject: 'definitions',
  async tell(api) {
    const namespace = await api.namespace('replay-definitions');
    const good = { group, plural: 'things', kind: 'Thing', versions: [version('v1', spec({ a: text }))] };
    const faults: Readonly<Record<string, JsonObject>> = {
      'a name that does not fit': { ...definition(good), metadata: { name: 'other.example.com' } },
      'no versions': definition({ ...good, versions: [] }),
      'no schema': definition({ ...good, versions: [{ name: 'v1', served: true, storage: true }] }),
      'two storage versions': definition({ ...good, versions: [version('v1', {}), version('v2', {})] }),
      'no storage version': definition({ ...good, versions: [version('v1', {}, { storage: false })] }),
      'a version twice': definition({ ...good, versions: [version('v1', {}), version('v1', {}, { storage: false })] }),
      'an unknown scope': definition({ ...good, spec: { scope: 'Everywhere' } }),
      'a kind that is none': definition({ ...good, kind: 'no kind' }),
      'a schema without a type': definition({
        ...good,
        versions: [version('v1', { spec: { properties: { a: {} } } })],
      }),
      'a schema that is not structural': definition({
        ...good,
        versions: [version('v1', { spec: { type: 'object', allOf: [{ properties: { b: { type: 'string' } } }] } })],
      }),
      'a default that does not fit': definition({
        ...good,
        versions: [version('v1', spec({ a: { ...text, default: 1 } }))],
      }),
      'a pattern that is none': definition({
        ...good,
        versions: [version('v1', spec({ a: { ...text, pattern: '[' } }))],
      }),
      'a list of maps without keys': definition({
        ...good,
        versions: [
          version('v1', spec({ a: { type: 'array', items: { type: 'object' }, 'x-kubernetes-list-type': 'map' } })),
        ],
      }),
      'metadata with more than a name': definition({
        ...good,
        versions: [version('v1', { metadata: { type: 'object', properties: { labels: { type: 'object' } } } })],
      }),
      'preserved unknown fields': definition({ ...good, spec: { preserveUnknownFields: true } }),
      'a webhook without a client': definition({ ...good, spec: { conversion: { strategy: 'Webhook' } } }),
      'a column without a path': definition({
        ...good,
        versions: [version('v1', {}, { additionalPrinterColumns: [{ name: 'A', type: 'string' }] })],
      }),
      'a scale without paths': definition({ ...good, versions: [version('v1', {}, { subresources: { scale: {} } })] }),
      'a protected group': definition({ ...good, group: 'replay.k8s.io' }),
      'unknown fields': { ...definition(good), spec: { ...(definition(good)['spec'] as JsonObject), more: 1 } },
    };
    for (const [title, object] of Object.entries(faults)) {
      await api.create(title, `${definitionsPath}?dryRun=All`, object);
    }

    await define(api, definition(good));
    const things = `${namespace.replace('/api/v1', `/apis/${group}/v1`)}/things`;
    const thing = { apiVersion: `${group}/v1`, kind: 'Thing', metadata: { name: 'one' }, spec: { a: '1', b: '2' } };
    await api.get('print the definition', `${definitionsPath}/things.${group}`, {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    });
    await api.get('the resources of the version', `/apis/${group}/v1`, { until: ({ status }) => status === 200 });
    await api.get('the group', `/apis/${group}`, { until: ({ status }) => status === 200 });
    await api.create('create an object', things, thing);
    await api.patch('widen the schema', 'json', `${definitionsPath}/things.${group}`, [
      {
        op: 'add',
        path: '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/b',
        value: { ...text, default: 'b' },
      },
    ]);
    await api.get('a new default when it is read', `${things}/one`, { until: ({ body }) => hasField(body, 'b') });
    await api.patch('write with the wider schema', 'merge', `${things}/one`, { spec: { b: 'c' } });
    await api.patch('narrow the schema', 'json', `${definitionsPath}/things.${group}`, [
      {
        op: 'replace',
        path: '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/a',
        value: { type: 'integer' },
      },
    ]);
    const another = { ...thing, metadata: { name: 'two' } };
    await api.create('create what does not fit', `${things}?dryRun=All`, another, {
      until: ({ status }) => status !== 201,
    });
    await api.patch('write what no longer fits', 'merge', `${things}/one`, { metadata: { labels: { a: 'b' } } });
    await api.get('read what no longer fits', `${things}/one`);
    await api.remove('delete what no longer fits', `${things}/one`);
    await api.patch('change the scope', 'merge', `${definitionsPath}/things.${group}`, { spec: { scope: 'Cluster' } });
    await api.patch('change the kind', 'merge', `${definitionsPath}/things.${group}`, {
      spec: { names: { kind: 'Stuff', listKind: 'StuffList' } },
    });
    await api.patch('add a short name', 'merge', `${definitionsPath}/things.${group}`, {
      spec: { names: { shortNames: ['th'] } },
    });
    await api.get('the short name is accepted', `${definitionsPath}/things.${group}`, {
      until: ({ body }) => JSON.stringify(body['status']).includes('"th"'),
    });

    const rival = definition({ ...good, plural: 'rivals', kind: 'Thing' });
    await api.create('a kind that is taken', definitionsPath, rival);
    await api.get('its names are not accepted', `${definitionsPath}/rivals.${group}`, {
      until: ({ body }) => JSON.stringify(body).includes('KindConflict') || JSON.stringify(body).includes('Conflict'),
    });
    await api.get('it is not served', `/apis/${group}/v1/rivals`);
    await undefine(api, `rivals.${group}`);
    await undefine(api, `things.${group}`);
    await api.get('objects of what is gone', things, { until: ({ status }) => status === 404 });

    const two = definition({
      ...good,
      plural: 'pairs',
      kind: 'Pair',
      versions: [
        version('v1', spec({ a: text }), { storage: false, deprecated: true }),
        version('v2', spec({ a: text, b: text })),
        version('v3beta1', spec({}), { storage: false, served: false }),
      ],
    });
    await api.create('define two versions', definitionsPath, two);
    await api.get('two versions are established', `${definitionsPath}/pairs.${group}`, {
      until: ({ body }) => isTrue(body, 'Established'),
    });
    const pairs = (name: string): string => `${namespace.replace('/api/v1', `/apis/${group}/${name}`)}/pairs`;
    await api.get('the deprecated version', pairs('v1'), { until: ({ status }) => status === 200, keep: kindOf });
    const pair = { apiVersion: `${group}/v1`, kind: 'Pair', metadata: { name: 'one' }, spec: { a: '1' } };
    await api.create('create in v1', pairs('v1'), pair);
    await api.get('read in v2', `${pairs('v2')}/one`);
    await api.patch('apply in v2', 'apply', `${pairs('v2')}/one?fieldManager=x`, {
      ...pair,
      apiVersion: `${group}/v2`,
      spec: { b: '2' },
    });
    await api.get('read in v1', `${pairs('v1')}/one`);
    await api.patch('apply in v1', 'apply', `${pairs('v1')}/one?fieldManager=x`, { ...pair, spec: { a: '1' } });
    await api.get('a version that is not served', `${pairs('v3beta1')}/one`);
    await api.get('the preferred version', `/apis/${group}`, {
      until: ({ body }) => JSON.stringify(body).includes('v2'),
    });
    await api.patch('stop serving v1', 'json', `${definitionsPath}/pairs.${group}`, [
      { op: 'replace', path: '/spec/versions/0/served', value: false },
    ]);
    await api.get('v1 is not served', `${pairs('v1')}/one`, { until: ({ status }) => status === 404 });
    await api.patch('drop a stored version', 'json', `${definitionsPath}/pairs.${group}`, [
      { op: 'replace', path: '/spec/versions', value: [version('v4', spec({}))] },
    ]);
    await api.patch('hold the object', 'merge', `${pairs('v2')}/one`, {
      metadata: { finalizers: ['example.com/keep'] },
    });
    await api.remove('remove the definition with an object', `${definitionsPath}/pairs.${group}`);
    await api.get('the object goes', `${pairs('v2')}/one`, {
      until: ({ body }) => JSON.stringify(body).includes('deletionTimestamp'),
    });
    await api.get('the definition waits', `${definitionsPath}/pairs.${group}`, {
      until: ({ body }) => JSON.stringify(body).includes('InstanceDeletion'),
    });
    await api.create('create meanwhile', pairs('v2'), {
      ...pair,
      apiVersion: `${group}/v2`,
      metadata: { name: 'two' },
    });
    await api.patch('let the object go', 'merge', `${pairs('v2')}/one`, { metadata: { finalizers: null } });
    await api.get('the definition is gone', `${definitionsPath}/pairs.${group}`, {
      until: ({ status }) => status === 404,
    });
    await api.endNamespace('replay-definitions');
  },
};

function hasField(object: JsonObject, name: string): boolean {
  const fields = object['spec'];
  return typeof fields === 'object' && fields !== null && name in fields;
}
