import type { Story } from '../story.ts';
import { configMap, deployment } from './objects.ts';

/** Patches of each type, and how they fail. */
export const patches: Story = {
  subject: 'patches',
  async tell(api) {
    const namespace = await api.namespace('replay-patches');
    const path = `${namespace}/configmaps/one`;
    await api.create('create', `${namespace}/configmaps`, configMap('one', { a: '1', b: '2' }));
    await api.patch('merge', 'merge', path, { data: { a: '2', b: null } });
    await api.patch('merge nothing', 'merge', path, {});
    await api.patch('merge the same', 'merge', path, { data: { a: '2' } });
    await api.patch('merge an unknown field', 'merge', path, { more: true });
    await api.patch('merge a wrong type', 'merge', path, { data: ['a'] });
    await api.patch('merge a number into text', 'merge', path, { data: { a: 1 } });
    await api.patch('merge another name', 'merge', path, { metadata: { name: 'two' } });
    await api.patch('merge another namespace', 'merge', path, { metadata: { namespace: 'two' } });
    await api.patch('merge another kind', 'merge', path, { kind: 'Secret' });
    await api.patch('merge another version', 'merge', path, { apiVersion: 'v2' });
    await api.patch('merge another uid', 'merge', path, { metadata: { uid: 'other' } });
    await api.patch('merge an old resource version', 'merge', path, { metadata: { resourceVersion: '1' } });
    await api.patch('merge a resource version that is none', 'merge', path, { metadata: { resourceVersion: 'x' } });
    await api.patch('merge a list', 'merge', path, []);
    await api.patch('merge text', 'merge', path, '"text"');
    await api.patch('merge null', 'merge', path, 'null');
    await api.patch('merge what is no JSON', 'merge', path, '{a');
    await api.patch('merge an empty body', 'merge', path, '');
    await api.patch('merge into what does not exist', 'merge', `${namespace}/configmaps/none`, { data: {} });
    await api.patch('merge with force', 'merge', `${path}?force=true`, { data: {} });
    await api.patch('merge data away', 'merge', path, { data: null });
    await api.patch('merge immutable', 'merge', path, { immutable: true, data: { fixed: 'yes' } });
    await api.patch('merge into what is immutable', 'merge', path, { data: { fixed: 'no' } });
    await api.patch('merge a creation time', 'merge', path, {
      metadata: { creationTimestamp: '2001-01-01T00:00:00Z' },
    });
    await api.patch('merge a creation time of null', 'merge', path, { metadata: { creationTimestamp: null } });
    await api.patch('merge a deletion time', 'merge', path, {
      metadata: { deletionTimestamp: '2001-01-01T00:00:00Z' },
    });
    await api.patch('merge a label that is none', 'merge', path, { metadata: { labels: { 'a b': 'c d' } } });
    await api.patch('merge null labels', 'merge', path, { metadata: { labels: null, annotations: { a: null } } });

    const list = `${namespace}/configmaps/json`;
    await api.create(
      'create for JSON patches',
      `${namespace}/configmaps`,
      configMap('json', { a: '1' }, { finalizers: ['example.com/a', 'example.com/b'] }),
    );
    await api.patch('json add', 'json', list, [{ op: 'add', path: '/data/b', value: '2' }]);
    await api.patch('json test and replace', 'json', list, [
      { op: 'test', path: '/data/a', value: '1' },
      { op: 'replace', path: '/data/a', value: '3' },
    ]);
    await api.patch('json failed test', 'json', list, [{ op: 'test', path: '/data/a', value: '1' }]);
    await api.patch('json remove', 'json', list, [{ op: 'remove', path: '/data/b' }]);
    await api.patch('json remove what is not there', 'json', list, [{ op: 'remove', path: '/data/zzz' }]);
    await api.patch('json replace what is not there', 'json', list, [{ op: 'replace', path: '/data/zzz', value: '1' }]);
    await api.patch('json add below what is not there', 'json', list, [{ op: 'add', path: '/none/a', value: '1' }]);
    await api.patch('json move and copy', 'json', list, [
      { op: 'copy', from: '/data/a', path: '/data/c' },
      { op: 'move', from: '/data/a', path: '/data/d' },
    ]);
    await api.patch('json remove an item', 'json', list, [{ op: 'remove', path: '/metadata/finalizers/0' }]);
    await api.patch('json append an item', 'json', list, [
      { op: 'add', path: '/metadata/finalizers/-', value: 'example.com/c' },
    ]);
    await api.patch('json index out of range', 'json', list, [
      { op: 'add', path: '/metadata/finalizers/9', value: 'x/y' },
    ]);
    await api.patch('json escaped key', 'json', list, [
      { op: 'add', path: '/metadata/annotations', value: { 'a/b': '1' } },
    ]);
    await api.patch('json escaped path', 'json', list, [
      { op: 'replace', path: '/metadata/annotations/a~1b', value: '2' },
    ]);
    await api.patch('json unknown operation', 'json', list, [{ op: 'turn', path: '/data/a' }]);
    await api.patch('json without operation', 'json', list, [{ path: '/data/a' }]);
    await api.patch('json no list', 'json', list, { op: 'add', path: '/data/a', value: '1' });
    await api.patch('json empty list', 'json', list, []);
    await api.patch('json wrong type of value', 'json', list, [{ op: 'add', path: '/data/e', value: 1 }]);
    await api.patch('json unknown field', 'json', list, [{ op: 'add', path: '/more', value: 1 }]);
    await api.patch('json remove everything', 'json', list, [{ op: 'remove', path: '/metadata/finalizers' }]);

    const apps = namespace.replace('/api/v1', '/apis/apps/v1');
    const web = `${apps}/deployments/web`;
    await api.create('create a deployment', `${apps}/deployments`, deployment('web'));
    await api.patch(
      'strategic changes a container by name',
      'strategic',
      web,
      containers([{ name: 'main', image: 'main:2' }]),
    );
    await api.patch('strategic adds a container', 'strategic', web, containers([{ name: 'more', image: 'more:1' }]));
    await api.patch(
      'strategic deletes a container',
      'strategic',
      web,
      containers([{ name: 'more', $patch: 'delete' }]),
    );
    await api.patch('strategic without the merge key', 'strategic', web, containers([{ image: 'more:1' }]));
    await api.patch('strategic replaces the list', 'strategic', web, {
      ...containers([{ $patch: 'replace' }, { name: 'main', image: 'main:3' }]),
    });
    await api.patch('strategic order of elements', 'strategic', web, {
      spec: {
        template: {
          spec: {
            $setElementOrder: 0,
            '$setElementOrder/containers': [{ name: 'first' }, { name: 'main' }],
            containers: [{ name: 'first', image: 'first:1' }],
          },
        },
      },
    });
    await api.patch('strategic order of elements alone', 'strategic', web, {
      spec: { template: { spec: { '$setElementOrder/containers': [{ name: 'main' }] } } },
    });
    await api.patch('strategic retains keys', 'strategic', web, {
      spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
    });
    await api.patch('strategic unknown directive', 'strategic', web, { spec: { $patch: 'turn' } });
    await api.patch('strategic deletes from a list of values', 'strategic', web, {
      metadata: { '$deleteFromPrimitiveList/finalizers': ['x'] },
    });
    await api.patch('strategic unknown field', 'strategic', web, { spec: { more: 1 } });
    await api.patch('strategic wrong type', 'strategic', web, { spec: { replicas: 'two' } });
    await api.patch('strategic invalid value', 'strategic', web, { spec: { replicas: -1 } });
    await api.patch('strategic immutable field', 'strategic', web, {
      spec: { selector: { matchLabels: { app: 'x' } } },
    });
    await api.patch('strategic body that is no JSON', 'strategic', web, '{');
    await api.patch('strategic list as a body', 'strategic', web, []);
    await api.send('unknown patch type', 'PATCH', web, { body: {}, headers: { 'content-type': 'application/json' } });
    await api.send('no patch type', 'PATCH', web, { body: '{}', headers: { 'content-type': '' } });
    await api.patch('patch a collection', 'merge', `${apps}/deployments`, {});
    await api.endNamespace('replay-patches');
  },
};

function containers(list: object[]): object {
  return { spec: { template: { spec: { containers: list } } } };
}
