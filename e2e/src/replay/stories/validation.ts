import type { JsonObject } from '@flux19/objects';
import type { Story } from '../story.ts';
import { configMap, deployment, pod } from './objects.ts';

/** Objects that are refused, with the texts that people meet most. */
export const validation: Story = {
  subject: 'validation',
  async tell(api) {
    const namespace = await api.namespace('replay-validation');
    const inGroup = (group: string): string => namespace.replace('/api/v1', `/apis/${group}`);
    const core = (plural: string): string => `${namespace}/${plural}`;
    const bad: readonly (readonly [title: string, path: string, object: JsonObject])[] = [
      ['a name with capitals', core('configmaps'), configMap('Capital')],
      ['no name', core('configmaps'), { apiVersion: 'v1', kind: 'ConfigMap' }],
      ['a name with a slash', core('configmaps'), configMap('a/b')],
      ['a label that is none', core('configmaps'), configMap('x', {}, { labels: { 'not ok': 'a', ok: 'not ok!' } })],
      ['an annotation key that is none', core('configmaps'), configMap('x', {}, { annotations: { 'a/b/c': '1' } })],
      ['a key that is none', core('configmaps'), configMap('x', { 'a b': '1' })],
      ['the same key in both maps', core('configmaps'), { ...configMap('x', { a: '1' }), binaryData: { a: 'AQ==' } }],
      [
        'bytes that are not base64',
        core('secrets'),
        { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, data: { a: '%' } },
      ],
      [
        'an owner without a uid',
        core('configmaps'),
        configMap('x', {}, { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'a' }] }),
      ],
      [
        'two controllers',
        core('configmaps'),
        configMap('x', {}, { ownerReferences: [controller('a'), controller('b')] }),
      ],
      ['a finalizer that is none', core('configmaps'), configMap('x', {}, { finalizers: ['a b'] })],
      ['a namespace in another', core('configmaps'), configMap('x', {}, { namespace: 'other' })],
      ['another kind', core('configmaps'), { ...configMap('x'), kind: 'Secret' }],
      ['another version', core('configmaps'), { ...configMap('x'), apiVersion: 'v2' }],
      ['a pod without containers', core('pods'), pod('x', {}, { containers: [] })],
      ['a container without a name', core('pods'), pod('x', {}, { containers: [{ image: 'a' }] })],
      ['a container without an image', core('pods'), pod('x', {}, { containers: [{ name: 'a' }] })],
      [
        'a container name twice',
        core('pods'),
        pod(
          'x',
          {},
          {
            containers: [
              { name: 'a', image: 'a' },
              { name: 'a', image: 'b' },
            ],
          },
        ),
      ],
      ['a port out of range', core('pods'), withContainer({ ports: [{ containerPort: 70000 }] })],
      ['a protocol that is none', core('pods'), withContainer({ ports: [{ containerPort: 70, protocol: 'ICMP' }] })],
      ['a pull policy that is none', core('pods'), withContainer({ imagePullPolicy: 'Sometimes' })],
      [
        'requests over limits',
        core('pods'),
        withContainer({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }),
      ],
      ['a quantity that is none', core('pods'), withContainer({ resources: { limits: { cpu: 'many' } } })],
      ['a mount without a volume', core('pods'), withContainer({ volumeMounts: [{ name: 'none', mountPath: '/x' }] })],
      [
        'a probe of two kinds',
        core('pods'),
        withContainer({ livenessProbe: { exec: { command: ['a'] }, httpGet: { port: 80 } } }),
      ],
      ['a probe of no kind', core('pods'), withContainer({ readinessProbe: { periodSeconds: 1 } })],
      ['an environment name that is none', core('pods'), withContainer({ env: [{ name: '', value: '1' }] })],
      [
        'a value from two places',
        core('pods'),
        withContainer({ env: [{ name: 'A', value: '1', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] }),
      ],
      ['a restart policy that is none', core('pods'), pod('x', {}, { restartPolicy: 'Sometimes' })],
      [
        'a volume of two kinds',
        core('pods'),
        pod('x', {}, { volumes: [{ name: 'v', emptyDir: {}, hostPath: { path: '/' } }] }),
      ],
      ['an unknown priority class', core('pods'), pod('x', {}, { priorityClassName: 'none' })],
      ['an unknown service account', core('pods'), pod('x', {}, { serviceAccountName: 'none' })],
      ['a deployment without a selector', `${inGroup('apps/v1')}/deployments`, deployment('x', { selector: null })],
      [
        'a selector of other pods',
        `${inGroup('apps/v1')}/deployments`,
        deployment('x', { selector: { matchLabels: { a: 'b' } } }),
      ],
      ['an empty selector', `${inGroup('apps/v1')}/deployments`, deployment('x', { selector: {} })],
      ['negative replicas', `${inGroup('apps/v1')}/deployments`, deployment('x', { replicas: -1 })],
      ['a strategy that is none', `${inGroup('apps/v1')}/deployments`, deployment('x', { strategy: { type: 'Bold' } })],
      [
        'nothing unavailable and no surge',
        `${inGroup('apps/v1')}/deployments`,
        deployment('x', { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
      ],
      ['replicas that are text', `${inGroup('apps/v1')}/deployments`, deployment('x', { replicas: 'two' })],
      ['replicas that are no whole number', `${inGroup('apps/v1')}/deployments`, deployment('x', { replicas: 1.5 })],
      ['a service without ports', core('services'), service({ ports: [] })],
      ['two ports without names', core('services'), service({ ports: [{ port: 1 }, { port: 2 }] })],
      ['a node port out of range', core('services'), service({ type: 'NodePort', ports: [{ port: 1, nodePort: 1 }] })],
      ['a cluster address that is none', core('services'), service({ ports: [{ port: 1 }], clusterIP: 'x' })],
      ['a service type that is none', core('services'), service({ type: 'Magic', ports: [{ port: 1 }] })],
      ['a schedule that is none', `${inGroup('batch/v1')}/cronjobs`, cronJob('often')],
      ['a job that always restarts', `${inGroup('batch/v1')}/jobs`, job({ restartPolicy: 'Always' })],
      ['a job without a restart policy', `${inGroup('batch/v1')}/jobs`, job({})],
      ['an ingress path without a slash', `${inGroup('networking.k8s.io/v1')}/ingresses`, ingress('x')],
      [
        'a role rule without verbs',
        `${inGroup('rbac.authorization.k8s.io/v1')}/roles`,
        role([{ resources: ['pods'] }]),
      ],
      ['a role rule without resources', `${inGroup('rbac.authorization.k8s.io/v1')}/roles`, role([{ verbs: ['get'] }])],
      ['a binding to no role', `${inGroup('rbac.authorization.k8s.io/v1')}/rolebindings`, binding({})],
      [
        'a budget of two kinds',
        `${inGroup('policy/v1')}/poddisruptionbudgets`,
        budget({ minAvailable: 1, maxUnavailable: 1 }),
      ],
    ];
    for (const [title, path, object] of bad) await api.create(title, path, object);

    await api.create('create', `${inGroup('apps/v1')}/deployments`, deployment('web'));
    await api.replace('the selector is immutable', `${inGroup('apps/v1')}/deployments/web`, {
      ...deployment('web', { selector: { matchLabels: { app: 'web', more: 'x' } } }),
    });
    await api.replace('the name is immutable', `${inGroup('apps/v1')}/deployments/web`, deployment('other'));
    await api.replace('replace what does not exist', `${inGroup('apps/v1')}/deployments/none`, deployment('none'));
    await api.create('create a secret', core('secrets'), {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      type: 'a/b',
    });
    await api.replace('the type is immutable', `${core('secrets')}/s`, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      type: 'c/d',
    });
    await api.endNamespace('replay-validation');
  },
};

function controller(name: string): JsonObject {
  return { apiVersion: 'v1', kind: 'Pod', name, uid: name, controller: true };
}

function withContainer(fields: JsonObject): JsonObject {
  return pod('x', {}, { containers: [{ name: 'main', image: 'main', ...fields }] });
}

function service(spec: JsonObject): JsonObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' }, spec };
}

function job(spec: JsonObject): JsonObject {
  const template = { spec: { containers: [{ name: 'main', image: 'main' }], ...spec } };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'x' }, spec: { template } };
}

function cronJob(schedule: string): JsonObject {
  const { spec = {} } = job({ restartPolicy: 'Never' });
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'x' },
    spec: { schedule, jobTemplate: { spec } },
  };
}

function ingress(path: string): JsonObject {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'x' },
    spec: { rules: [{ http: { paths: [{ path, pathType: 'Prefix', backend }] } }] },
  };
}

function role(rules: JsonObject[]): JsonObject {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'x' }, rules };
}

function binding(roleRef: JsonObject): JsonObject {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name: 'x' }, roleRef };
}

function budget(spec: JsonObject): JsonObject {
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'x' }, spec };
}
