import type { Story } from '../story.ts';
import { causesInOrder } from './causes-in-order.ts';
import { define, definition, undefine, version } from './custom-objects.ts';

const group = 'objects.replay.example';

const widget = definition({
  group,
  plural: 'widgets',
  kind: 'Widget',
  names: { singular: 'widget', shortNames: ['wd'], categories: ['all'] },
  versions: [
    version(
      'v1',
      {
        spec: {
          type: 'object',
          required: ['size'],
          properties: {
            size: { type: 'integer', minimum: 1, maximum: 10 },
            color: { type: 'string', enum: ['red', 'blue'], default: 'red' },
            name: { type: 'string', pattern: '^[a-z]+$', maxLength: 5 },
            replicas: { type: 'integer', default: 1 },
            parts: {
              type: 'array',
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['name'],
              items: {
                type: 'object',
                required: ['name'],
                properties: { name: { type: 'string' }, weight: { type: 'number' } },
              },
            },
            tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
            words: { type: 'array', items: { type: 'string' }, maxItems: 2 },
            whole: { type: 'object', 'x-kubernetes-map-type': 'atomic', additionalProperties: { type: 'string' } },
            free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            port: { 'x-kubernetes-int-or-string': true },
            maybe: { type: 'string', nullable: true },
            time: { type: 'string', format: 'date-time' },
            embedded: {
              type: 'object',
              'x-kubernetes-embedded-resource': true,
              'x-kubernetes-preserve-unknown-fields': true,
            },
          },
        },
        status: {
          type: 'object',
          properties: { replicas: { type: 'integer' }, phase: { type: 'string' }, selector: { type: 'string' } },
        },
      },
      {
        subresources: {
          status: {},
          scale: {
            specReplicasPath: '.spec.replicas',
            statusReplicasPath: '.status.replicas',
            labelSelectorPath: '.status.selector',
          },
        },
        additionalPrinterColumns: [
          { name: 'Size', type: 'integer', jsonPath: '.spec.size', description: 'how large' },
          { name: 'Color', type: 'string', jsonPath: '.spec.color', priority: 1 },
          { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
        ],
        selectableFields: [{ jsonPath: '.spec.color' }],
      },
    ),
  ],
});

/** Every verb on a custom kind. */
export const customResources: Story = {
  subject: 'custom-resources',
  async tell(api) {
    const namespace = await api.namespace('replay-custom');
    await define(api, widget);
    const path = `${namespace.replace('/api/v1', `/apis/${group}/v1`)}/widgets`;
    const one = (spec: object, more: object = {}): object => {
      return { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'one' }, spec, ...more };
    };
    const dry = `${path}?dryRun=All`;
    await api.create('a size too large', dry, one({ size: 11 }));
    await api.create('no size', dry, one({}));
    await api.create('no spec', dry, { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'one' } });
    await api.create('size that is text', dry, one({ size: 'big' }));
    await api.create('size that is no whole number', dry, one({ size: 1.5 }));
    await api.create('a color that is none', dry, one({ size: 1, color: 'green' }));
    await api.create('a pattern that does not match', dry, one({ size: 1, name: 'ABC' }));
    await api.create('a text too long', dry, one({ size: 1, name: 'abcdef' }));
    await api.create('a part twice', dry, one({ size: 1, parts: [{ name: 'a' }, { name: 'a' }] }));
    await api.create('a part without a name', dry, one({ size: 1, parts: [{ weight: 1 }] }));
    await api.create('a tag twice', dry, one({ size: 1, tags: ['a', 'a'] }));
    await api.create('words too many', dry, one({ size: 1, words: ['a', 'b', 'c'] }));
    await api.create('null where it may not be', dry, one({ size: null }));
    await api.create('null where it may be', dry, one({ size: 1, maybe: null, color: null }));
    await api.create('a time that is none', dry, one({ size: 1, time: 'noon' }));
    await api.create('a port as text and as a number', dry, one({ size: 1, port: 'http' }));
    await api.create('a port that is neither', dry, one({ size: 1, port: true }));
    await api.create('an embedded object that is none', dry, one({ size: 1, embedded: { a: 1 } }));
    await api.create(
      'an embedded object',
      dry,
      one({ size: 1, embedded: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', odd: 1 }, x: 1 } }),
    );
    await api.create('many faults', dry, one({ size: 0, color: 'x', tags: [1] }), { keep: causesInOrder });
    await api.create('unknown fields', dry, one({ size: 1, more: 1, free: { any: [1] } }));
    await api.create('unknown fields, Strict', `${dry}&fieldValidation=Strict`, one({ size: 1, more: 1 }));
    await api.create(
      'unknown metadata, Strict',
      `${dry}&fieldValidation=Strict`,
      one({ size: 1 }, { metadata: { name: 'one', odd: 1 } }),
    );
    await api.create('labels of a wrong type', dry, one({ size: 1 }, { metadata: { name: 'one', labels: { a: 1 } } }));
    await api.create('another kind', dry, { ...one({ size: 1 }), kind: 'Gadget' });
    await api.create('another version', dry, { ...one({ size: 1 }), apiVersion: `${group}/v2` });
    await api.create('a name that is none', dry, one({ size: 1 }, { metadata: { name: 'A' } }));
    await api.create(
      'create',
      path,
      one({ size: 1, parts: [{ name: 'a' }], tags: ['x'] }, { status: { phase: 'ignored' } }),
    );
    await api.create('create what exists', path, one({ size: 1 }));
    await api.get('get', `${path}/one`);
    await api.get('print', `${path}/one`, { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } });
    await api.get('metadata', `${path}/one`, {
      headers: { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' },
    });
    await api.get('by a selectable field', `${path}?fieldSelector=spec.color%3Dred`);
    await api.get('by a field that is not selectable', `${path}?fieldSelector=spec.size%3D1`);
    await api.patch('merge', 'merge', `${path}/one`, { spec: { size: 2, parts: [{ name: 'b' }] } });
    await api.patch('merge a default away', 'merge', `${path}/one`, { spec: { color: null } });
    await api.patch('merge a fault', 'merge', `${path}/one`, { spec: { size: 20 } });
    await api.patch('json', 'json', `${path}/one`, [{ op: 'add', path: '/spec/tags/-', value: 'y' }]);
    await api.patch('strategic', 'strategic', `${path}/one`, { spec: { size: 3 } });
    await api.patch(
      'apply parts',
      'apply',
      `${path}/one?fieldManager=a`,
      one({ parts: [{ name: 'c', weight: 1 }], tags: ['z'] }),
    );
    await api.patch('apply with a conflict', 'apply', `${path}/one?fieldManager=a`, one({ size: 9 }));
    await api.patch(
      'apply with force',
      'apply',
      `${path}/one?fieldManager=a&force=true`,
      one({ size: 9, whole: { a: '1' } }),
    );
    await api.patch(
      'apply to what is atomic',
      'apply',
      `${path}/one?fieldManager=b`,
      one({ size: 9, whole: { b: '1' } }),
    );
    await api.patch('apply a tag twice', 'apply', `${path}/one?fieldManager=b`, one({ tags: ['q', 'q'] }));
    await api.patch('apply a fault', 'apply', `${path}/one?fieldManager=b&force=true`, one({ size: 'x' }));
    await api.patch('apply an unknown field', 'apply', `${path}/one?fieldManager=b`, one({ odd: 1 }));
    await api.patch(
      'apply an unknown field, Strict',
      'apply',
      `${path}/one?fieldManager=b&fieldValidation=Strict`,
      one({ odd: 1 }),
    );
    await api.replace('replace without a version', `${path}/one`, one({ size: 4 }));
    const now = await api.get('read to replace', `${path}/one`);
    const resourceVersion = now.text('metadata.resourceVersion');
    await api.replace(
      'replace',
      `${path}/one`,
      one({ size: 4 }, { metadata: { name: 'one', resourceVersion }, status: { phase: 'no' } }),
    );
    await api.replace(
      'replace an old one',
      `${path}/one`,
      one({ size: 4 }, { metadata: { name: 'one', resourceVersion } }),
    );
    await api.patch('patch the status', 'merge', `${path}/one/status`, {
      spec: { size: 7 },
      status: { phase: 'Ready', replicas: 2, selector: 'a=b' },
    });
    await api.patch('apply the status', 'apply', `${path}/one/status?fieldManager=c`, {
      ...one({}),
      spec: undefined,
      status: { phase: 'Ready' },
    });
    await api.get('get the status', `${path}/one/status`);
    await api.get('get the scale', `${path}/one/scale`);
    await api.patch('patch the scale', 'merge', `${path}/one/scale`, { spec: { replicas: 5 } });
    await api.replace('replace the scale', `${path}/one/scale`, {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: 'one' },
      spec: { replicas: 6 },
    });
    await api.patch('a negative scale', 'merge', `${path}/one/scale`, { spec: { replicas: -1 } });
    await api.get('managers in the end', `${path}/one`);
    await api.get('another part', `${path}/one/log`);
    await api.get('list', path);
    const watch = await api.watch(
      `${path}?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan`,
    );
    await watch.events('watch', 2);
    await api.remove('delete', `${path}/one`);
    await watch.events('watch the deletion', 1);
    await watch.close();
    await api.remove('delete what does not exist', `${path}/one`);
    await api.patch('apply as a whole', 'apply', `${path}/two?fieldManager=a`, {
      ...one({ size: 1, parts: [{ name: 'a' }], tags: ['b'], whole: { c: 'd' }, free: { e: [1] }, port: 80 }),
      metadata: { name: 'two', finalizers: ['example.com/keep'] },
    });
    const pod = (labels: object, more: object = {}): object => {
      return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'inner', labels }, spec: more };
    };
    const two = { ...one({}), metadata: { name: 'two' } };
    await api.patch('apply an embedded object', 'apply', `${path}/two?fieldManager=b`, {
      ...two,
      spec: { embedded: pod({ a: '1' }, { containers: [{ name: 'x' }] }) },
    });
    await api.patch('apply to an embedded object of another manager', 'apply', `${path}/two?fieldManager=c`, {
      ...two,
      spec: { embedded: pod({ b: '1' }, { more: true }) },
    });
    await api.patch('conflict in an embedded object', 'apply', `${path}/two?fieldManager=c`, {
      ...two,
      spec: { embedded: pod({ a: '2' }) },
    });
    await api.patch('give up an embedded object', 'apply', `${path}/two?fieldManager=b`, two);
    await api.patch('a weight of another manager', 'apply', `${path}/two?fieldManager=b`, {
      ...two,
      spec: { parts: [{ name: 'a', weight: 2 }, { name: 'z' }], tags: ['b', 'q'], port: 'http' },
    });
    await api.patch('share a free map', 'apply', `${path}/two?fieldManager=c&force=true`, {
      ...two,
      spec: { free: { e: [2], f: { g: null } }, whole: { z: '1' } },
    });
    await api.get('who owns what in the end', `${path}/two`);
    await api.remove('delete with a finalizer', `${path}/two`);
    await api.patch('drop the finalizer', 'merge', `${path}/two`, { metadata: { finalizers: null } });
    await api.remove('delete the collection', path);
    await undefine(api, `widgets.${group}`);
    await api.endNamespace('replay-custom');
  },
};
