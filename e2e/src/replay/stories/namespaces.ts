import { isJsonObject, type JsonValue } from '@flux19/objects';
import type { Story } from '../story.ts';
import { configMap } from './objects.ts';

/** Namespaces, above all those that go. */
export const namespaces: Story = {
  subject: 'namespaces',
  async tell(api) {
    const all = '/api/v1/namespaces';
    const path = `${all}/replay-going`;
    await api.create('create', all, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'replay-going' } });
    await api.create('create what exists', all, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'replay-going' },
    });
    await api.create('create with a name that is none', all, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'a.b' },
    });
    await api.create('create with finalizers that are none', all, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'replay-odd' },
      spec: { finalizers: ['odd'] },
    });
    await api.patch('change the label of the name', 'merge', path, {
      metadata: { labels: { 'kubernetes.io/metadata.name': 'other' } },
    });
    await api.create('create in what does not exist', `${all}/replay-none/configmaps`, configMap('one'));
    await api.create('create in it', `${path}/configmaps`, configMap('one', {}, { finalizers: ['example.com/keep'] }));
    await api.remove('delete', path);
    await api.get('it is going', path);
    await api.get('it is going, as a table', path, {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    });
    await api.remove('delete again', path);
    await api.create('create in what goes', `${path}/configmaps`, configMap('two'));
    await api.create('create an account in what goes', `${path}/serviceaccounts`, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'late' },
    });
    await api.patch(
      'apply a new object in what goes',
      'apply',
      `${path}/configmaps/new?fieldManager=x`,
      configMap('new'),
    );
    await api.patch('change an object in what goes', 'merge', `${path}/configmaps/one`, { data: { a: '1' } });
    await api.patch(
      'apply an object in what goes',
      'apply',
      `${path}/configmaps/one?fieldManager=x`,
      configMap('one', { b: '1' }),
    );
    await api.create('a lease in what goes', `/apis/coordination.k8s.io/v1/namespaces/replay-going/leases`, {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'late' },
    });
    await api.patch('change what goes', 'merge', path, { metadata: { labels: { a: 'b' } } });
    await api.remove('delete the object', `${path}/configmaps/one`);
    await api.patch('let the object go', 'merge', `${path}/configmaps/one`, { metadata: { finalizers: null } });
    const account = await api.get('accounts', `${path}/serviceaccounts`);
    if (account.status !== 200) return;
    await api.replace('finalize with another name', `${path}/finalize`, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'other' },
    });
    await api.replace('finalize', `${path}/finalize`, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'replay-going' },
      spec: { finalizers: [] },
    });
    await api.get('gone', path);
    await api.remove('delete the default one', `${all}/default?dryRun=All`);
    await api.remove('delete all', all);
    await api.get('the system', `${all}/kube-system`, { keep: withoutVersion });
  },
};

/** Which of the namespaces that the server makes came first is chance. */
function withoutVersion(body: JsonValue): JsonValue {
  if (!isJsonObject(body) || !isJsonObject(body['metadata'])) return body;
  return { ...body, metadata: { ...body['metadata'], resourceVersion: '' } };
}
