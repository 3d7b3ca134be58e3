import type { Story } from '../story.ts';
import { configMap, deployment } from './objects.ts';

/** Who owns what: create, update, conflict, force, give up, share. */
export const serverSideApply: Story = {
  subject: 'server-side-apply',
  async tell(api) {
    const namespace = await api.namespace('replay-apply');
    const path = `${namespace}/configmaps/shared`;
    const first = `${path}?fieldManager=first`;
    const second = `${path}?fieldManager=second`;
    await api.patch('create', 'apply', first, configMap('shared', { a: '1', b: '1' }));
    await api.patch('apply the same again', 'apply', first, configMap('shared', { a: '1', b: '1' }));
    await api.patch('change own fields', 'apply', first, configMap('shared', { a: '2', b: '1' }));
    await api.patch('conflict over a value', 'apply', second, configMap('shared', { a: '3' }));
    await api.patch('conflict over two values', 'apply', second, configMap('shared', { a: '3', b: '3' }));
    await api.patch('share a value', 'apply', second, configMap('shared', { a: '2', c: '1' }));
    await api.patch('change a shared value', 'apply', first, configMap('shared', { a: '4', b: '1' }));
    await api.patch('force', 'apply', `${second}&force=true`, configMap('shared', { a: '5', c: '1' }));
    await api.patch('conflict after losing a field', 'apply', first, configMap('shared', { a: '4', b: '1' }));
    await api.patch('give up a field of one owner', 'apply', first, configMap('shared', {}));
    await api.patch('give up everything', 'apply', second, configMap('shared', {}));
    await api.patch('leave out data', 'apply', second, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'shared' },
    });
    await api.patch('own a label', 'apply', second, configMap('shared', {}, { labels: { a: 'b' } }));
    await api.patch('a patch takes a field', 'merge', path, { data: { a: 'patched' } });
    await api.patch('conflict with a patch', 'apply', second, configMap('shared', { a: '1' }, { labels: { a: 'b' } }));
    await api.patch('null removes nothing', 'apply', `${second}&force=true`, configMap('shared', { a: null, z: '1' }));
    await api.replace('an update drops fields of others', path, configMap('shared', { own: '1' }));
    await api.patch('a whole change of managers', 'apply', `${second}&force=true`, configMap('shared', { own: '2' }));
    await api.patch('managed fields in the body', 'apply', second, configMap('shared', {}, { managedFields: [] }));
    await api.patch('managed fields with an entry', 'apply', second, {
      ...configMap('shared', {}, { managedFields: [{ manager: 'x', operation: 'Apply', apiVersion: 'v1' }] }),
    });
    await api.patch('drop managed fields', 'merge', path, { metadata: { managedFields: [{}] } });
    await api.patch('apply after dropping managed fields', 'apply', first, configMap('shared', { own: '3' }));
    await api.get('what is left', path);

    await api.patch('no manager', 'apply', path, configMap('shared'));
    await api.patch('an empty manager', 'apply', `${path}?fieldManager=`, configMap('shared'));
    await api.patch('a manager too long', 'apply', `${path}?fieldManager=${'x'.repeat(129)}`, configMap('shared'));
    await api.patch('a manager with a tab', 'apply', `${path}?fieldManager=a%09b`, configMap('shared'));
    await api.patch('no kind', 'apply', first, { apiVersion: 'v1', metadata: { name: 'shared' } });
    await api.patch('no version', 'apply', first, { kind: 'ConfigMap', metadata: { name: 'shared' } });
    await api.patch('another kind', 'apply', first, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'shared' } });
    await api.patch('another version', 'apply', first, {
      apiVersion: 'v2',
      kind: 'ConfigMap',
      metadata: { name: 'shared' },
    });
    await api.patch('another name', 'apply', first, configMap('other'));
    await api.patch('another namespace', 'apply', first, configMap('shared', {}, { namespace: 'other' }));
    await api.patch('no name', 'apply', first, { apiVersion: 'v1', kind: 'ConfigMap', data: { a: '1' } });
    await api.patch('no YAML', 'apply', first, '{');
    await api.patch('a list as body', 'apply', first, []);
    await api.patch('text where a map is', 'apply', first, { ...configMap('shared'), data: 'text' });
    await api.patch('an unknown field', 'apply', first, { ...configMap('shared'), more: 1 });
    await api.patch('an old version', 'apply', first, configMap('shared', { a: '9' }, { resourceVersion: '1' }));
    await api.patch('a uid that is not', 'apply', first, configMap('shared', {}, { uid: 'nobody' }));
    await api.patch('create with a version', 'apply', `${namespace}/configmaps/new?fieldManager=first`, {
      ...configMap('new', {}, { resourceVersion: '5' }),
    });
    await api.patch('create with a uid', 'apply', `${namespace}/configmaps/new?fieldManager=first`, {
      ...configMap('new', {}, { uid: 'mine' }),
    });
    await api.patch(
      'as YAML',
      'apply',
      `${namespace}/configmaps/yaml?fieldManager=first`,
      [
        'apiVersion: v1',
        'kind: ConfigMap',
        'metadata: {name: yaml}',
        'data:',
        '  text: |',
        '    two',
        '    lines',
        '',
      ].join('\n'),
    );
    await api.patch(
      'YAML with a key twice',
      'apply',
      `${namespace}/configmaps/yaml?fieldManager=first`,
      ['apiVersion: v1', 'kind: ConfigMap', 'metadata: {name: yaml}', 'data: {a: "1", a: "2"}', ''].join('\n'),
    );

    const apps = namespace.replace('/api/v1', '/apis/apps/v1');
    const web = `${apps}/deployments/web`;
    await api.create('client-side create', `${apps}/deployments?fieldManager=kubectl-client-side-apply`, {
      ...deployment('web', { replicas: 1 }),
      metadata: {
        name: 'web',
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(deployment('web')) },
      },
    });
    await api.patch('upgrade from client-side apply', 'apply', `${web}?fieldManager=kubectl`, deployment('web'));
    await api.patch(
      'upgrade with a change',
      'apply',
      `${web}?fieldManager=kubectl&force=true`,
      deployment('web', { replicas: 2 }),
    );
    await api.patch('another version of a group', 'apply', `${web}?fieldManager=x`, {
      ...deployment('web'),
      apiVersion: 'apps/v1beta1',
    });
    await api.endNamespace('replay-apply');
  },
};
