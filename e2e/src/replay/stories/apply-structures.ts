import type { Story } from '../story.ts';
import { deployment, pod } from './objects.ts';

/** How lists, maps, sets, atomic values and subresources are owned. */
export const applyStructures: Story = {
  subject: 'apply-structures',
  async tell(api) {
    const namespace = await api.namespace('replay-structures');
    const apps = namespace.replace('/api/v1', '/apis/apps/v1');
    const web = `${apps}/deployments/web`;
    await api.patch('create', 'apply', `${web}?fieldManager=one`, deployment('web'));
    await api.patch('a container of another manager', 'apply', `${web}?fieldManager=two`, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        template: { spec: { containers: [{ name: 'sidecar', image: 'sidecar:1', env: [{ name: 'A', value: '1' }] }] } },
      },
    });
    await api.patch('own a default', 'apply', `${web}?fieldManager=two`, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { replicas: 1, template: { spec: { containers: [{ name: 'sidecar', image: 'sidecar:1', env: [] }] } } },
    });
    await api.patch('ports of two protocols', 'apply', `${web}?fieldManager=one`, {
      ...deployment(
        'web',
        {},
        {
          ports: [
            { containerPort: 53, protocol: 'TCP' },
            { containerPort: 53, protocol: 'UDP' },
          ],
        },
      ),
    });
    await api.patch('a port twice', 'apply', `${web}?fieldManager=one`, {
      ...deployment('web', {}, { ports: [{ containerPort: 53 }, { containerPort: 53, name: 'again' }] }),
    });
    await api.patch('an environment variable twice', 'apply', `${web}?fieldManager=one`, {
      ...deployment(
        'web',
        {},
        {
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
        },
      ),
    });
    await api.patch('an item without its key', 'apply', `${web}?fieldManager=one`, {
      ...deployment('web', {}, { volumeMounts: [{ name: 'data' }] }),
    });
    await api.patch('arguments are atomic', 'apply', `${web}?fieldManager=one`, {
      ...deployment('web', {}, { args: ['a', 'b'], resources: { limits: { cpu: '1' } } }),
    });
    await api.patch('conflict over an atomic list', 'apply', `${web}?fieldManager=two`, {
      ...deployment('web', {}, { args: ['c'] }),
    });
    await api.patch('a quantity in another form', 'apply', `${web}?fieldManager=two`, {
      ...deployment('web', {}, { args: ['a', 'b'], resources: { limits: { cpu: '1000m' } } }),
    });
    await api.patch('null for a list', 'apply', `${web}?fieldManager=one`, {
      ...deployment('web', { strategy: null }, { args: null }),
    });
    await api.patch('an empty template', 'apply', `${web}?fieldManager=one&force=true`, {
      ...deployment('web', { template: {} }),
    });
    await api.patch('replicas by scale', 'apply', `${web}/scale?fieldManager=scaler`, {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: 'web' },
      spec: { replicas: 4 },
    });
    await api.patch('force replicas by scale', 'apply', `${web}/scale?fieldManager=scaler&force=true`, {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: 'web' },
      spec: { replicas: 4 },
    });
    await api.get('managers after scale', web);
    await api.patch('the status', 'apply', `${web}/status?fieldManager=controller`, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', labels: { kept: 'no' } },
      spec: { replicas: 9 },
      status: { observedGeneration: 1, conditions: [{ type: 'Available', status: 'True' }] },
    });
    await api.patch('a condition of another controller', 'apply', `${web}/status?fieldManager=other`, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      status: { conditions: [{ type: 'Progressing', status: 'True' }] },
    });
    await api.patch('the status of what does not exist', 'apply', `${apps}/deployments/none/status?fieldManager=x`, {
      ...deployment('none'),
      status: {},
    });

    const pods = `${namespace}/pods`;
    await api.patch('a pod', 'apply', `${pods}/one?fieldManager=one`, pod('one', { finalizers: ['example.com/a'] }));
    await api.patch('a finalizer of another manager', 'apply', `${pods}/one?fieldManager=two`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'one', finalizers: ['example.com/b'], ownerReferences: [owner('a')] },
    });
    await api.patch('another owner', 'apply', `${pods}/one?fieldManager=three`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'one', ownerReferences: [owner('b')] },
    });
    await api.patch('finalizers are dropped', 'apply', `${pods}/one?fieldManager=two`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'one' },
    });
    await api.patch('containers that may not change', 'apply', `${pods}/one?fieldManager=one`, {
      ...pod('one', { finalizers: ['example.com/a'] }, { containers: [{ name: 'other', image: 'other' }] }),
    });
    await api.patch('without finalizers', 'merge', `${pods}/one`, { metadata: { finalizers: null } });

    const services = `${namespace}/services/web`;
    await api.patch('a service', 'apply', `${services}?fieldManager=one`, service([{ port: 80 }]));
    await api.patch('a port of another manager', 'apply', `${services}?fieldManager=two`, {
      ...service([{ port: 80, protocol: 'UDP', name: 'udp' }]),
    });
    await api.patch('a service with named ports', 'apply', `${services}?fieldManager=one`, {
      ...service([{ port: 80, name: 'http', targetPort: 8080 }]),
    });
    await api.patch('a selector as a whole', 'apply', `${services}?fieldManager=two`, {
      ...service([{ port: 80, name: 'http', targetPort: 8080 }], { app: 'other' }),
    });
    await api.patch('a selector key of another manager', 'apply', `${services}?fieldManager=two`, {
      ...service([{ port: 81, name: 'more' }], { app: 'web', tier: 'front' }),
    });
    await api.endNamespace('replay-structures');
  },
};

function owner(name: string): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', name, uid: `uid-of-${name}` };
}

function service(ports: object[], selector: object = { app: 'web' }): object {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector, ports } };
}
