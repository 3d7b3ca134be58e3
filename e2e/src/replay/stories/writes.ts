import type { JsonValue } from '@flux19/objects';
import type { Story } from '../story.ts';
import { configMap, deployment, pod } from './objects.ts';

/** Generated names, dry runs, and the parts of objects that have verbs of their own. */
export const writes: Story = {
  subject: 'writes',
  async tell(api) {
    const namespace = await api.namespace('replay-writes');
    const path = `${namespace}/configmaps`;
    const generated = (generateName: string): object => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { generateName },
    });
    const made = await api.create('generate a name', path, generated('made-'));
    await api.get('get what was named', `${path}/${made.text('metadata.name')}`);
    await api.create('a prefix that is none', path, generated('Made-'), { keep: withoutSuffix });
    await api.create('a name and a prefix', path, configMap('named', {}, { generateName: 'other-' }));
    await api.create('generate as a dry run', `${path}?dryRun=All`, generated('dry-'));
    await api.create('a prefix too long', path, generated('x'.repeat(300)), { keep: withoutSuffix });
    await api.patch('apply with a prefix', 'apply', `${path}/none?fieldManager=x`, generated('made-'));

    await api.create('create as a dry run', `${path}?dryRun=All`, configMap('dry', { a: '1' }));
    await api.get('nothing was created', `${path}/dry`);
    await api.patch(
      'apply as a dry run',
      'apply',
      `${path}/dry?dryRun=All&fieldManager=x`,
      configMap('dry', { a: '1' }),
    );
    await api.create('an unknown dry run', `${path}?dryRun=Half`, configMap('dry'));
    await api.create('create', path, configMap('real', { a: '1' }));
    await api.replace('replace as a dry run', `${path}/real?dryRun=All`, configMap('real', { a: '2' }));
    await api.patch('patch as a dry run', 'merge', `${path}/real?dryRun=All`, { data: { a: '3' } });
    await api.get('nothing was changed', `${path}/real`);
    await api.create(
      'what the server sets',
      path,
      configMap(
        'set',
        {},
        {
          uid: 'mine',
          creationTimestamp: '2001-01-01T00:00:00Z',
          deletionTimestamp: '2001-01-01T00:00:00Z',
          generation: 7,
          selfLink: '/here',
        },
      ),
    );
    await api.create('a resource version on creation', path, configMap('versioned', {}, { resourceVersion: '5' }));
    await api.replace(
      'replace with a version that is none',
      `${path}/real`,
      configMap('real', {}, { resourceVersion: 'x' }),
    );
    await api.replace('replace with another uid', `${path}/real`, configMap('real', {}, { uid: 'other' }));
    await api.replace(
      'replace and drop managed fields',
      `${path}/real`,
      configMap('real', {}, { managedFields: [{}] }),
    );

    const apps = namespace.replace('/api/v1', '/apis/apps/v1');
    const web = `${apps}/deployments/web`;
    await api.create('a deployment', `${apps}/deployments`, deployment('web', { replicas: 2 }));
    await api.get('its scale', `${web}/scale`);
    await api.get('its scale as a table', `${web}/scale`, {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    });
    await api.patch('change the scale', 'merge', `${web}/scale`, { spec: { replicas: 3 } });
    await api.patch('a scale of text', 'merge', `${web}/scale`, { spec: { replicas: 'x' } });
    await api.patch('a negative scale', 'merge', `${web}/scale`, { spec: { replicas: -1 } });
    const scale = await api.get('read the scale', `${web}/scale`);
    await api.replace('replace the scale', `${web}/scale`, { ...scale.body, spec: { replicas: 5 } });
    await api.replace('replace an old scale', `${web}/scale`, { ...scale.body, spec: { replicas: 6 } });
    await api.replace('a scale of another kind', `${web}/scale`, deployment('web'));
    await api.get('the scale of what does not exist', `${apps}/deployments/none/scale`);
    await api.get('managers of a scaled deployment', web);
    await api.replace('replace the status', `${web}/status`, {
      ...deployment('web', { replicas: 9 }),
      status: { replicas: 1, observedGeneration: 2 },
    });
    await api.patch('a status that is none', 'merge', `${web}/status`, { status: { replicas: -1 } });
    await api.get('get the status', `${web}/status`);
    await api.create('create a status', `${web}/status`, deployment('web'));
    await api.remove('delete a status', `${web}/status`);
    await api.get('a part that is not', `${web}/shape`);

    const pods = `${namespace}/pods`;
    await api.create('a pod', pods, pod('one', { labels: { app: 'one' } }));
    await api.create('bind it', `${pods}/one/binding`, {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name: 'one' },
      target: { kind: 'Node', name: 'node-a' },
    });
    await api.create('bind it again', `${pods}/one/binding`, {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name: 'one' },
      target: { kind: 'Node', name: 'node-b' },
    });
    await api.get('the bound pod', `${pods}/one`);
    await api.patch('change the image', 'strategic', `${pods}/one`, {
      spec: { containers: [{ name: 'main', image: 'main:2' }] },
    });
    await api.patch('change the node', 'merge', `${pods}/one`, { spec: { nodeName: 'node-c' } });
    await api.patch('resize', 'strategic', `${pods}/one/resize`, {
      spec: { containers: [{ name: 'main', resources: { requests: { cpu: '10m' } } }] },
    });
    await api.patch('an ephemeral container', 'strategic', `${pods}/one/ephemeralcontainers`, {
      spec: { ephemeralContainers: [{ name: 'debug', image: 'debug' }] },
    });
    const policy = namespace.replace('/api/v1', '/apis/policy/v1');
    const eviction = (name: string, more: object = {}): object => {
      return { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name }, ...more };
    };
    await api.create('a budget', `${policy}/poddisruptionbudgets`, {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'one' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'one' } } },
    });
    await api.patch('the pod is ready', 'merge', `${pods}/one/status`, {
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    });
    await api.create('evict against the budget', `${pods}/one/eviction`, eviction('one'));
    await api.create('evict another name', `${pods}/one/eviction`, eviction('two'));
    await api.create('evict what does not exist', `${pods}/none/eviction`, eviction('none'));
    await api.remove('delete the budget', `${policy}/poddisruptionbudgets/one`);
    await api.create(
      'evict as a dry run',
      `${pods}/one/eviction`,
      eviction('one', { deleteOptions: { dryRun: ['All'] } }),
    );
    await api.create('evict', `${pods}/one/eviction`, eviction('one', { deleteOptions: { gracePeriodSeconds: 0 } }));
    await api.get('evicted', `${pods}/one`);
    await api.endNamespace('replay-writes');
  },
};

/** Errors tell the name that would have been. */
function withoutSuffix(body: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(body).replaceAll(/(Made-|x{58})[a-z0-9]{5}/g, '$1~')) as JsonValue;
}
