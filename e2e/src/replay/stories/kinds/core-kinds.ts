import type { Story } from '../../story.ts';
import { storyOfKinds } from './kind-example.ts';

const api = 'api/v1';

export const coreKinds: Story = storyOfKinds('core-kinds', [
  {
    api,
    plural: 'configmaps',
    object: { kind: 'ConfigMap', metadata: { name: 'settings' }, data: { a: '1' }, binaryData: { b: 'AQI=' } },
    change: { data: { a: '2' } },
  },
  {
    api,
    plural: 'secrets',
    object: { kind: 'Secret', metadata: { name: 'secret' }, stringData: { user: 'me' }, data: { key: 'AQI=' } },
    change: { stringData: { user: 'you' } },
  },
  {
    api,
    plural: 'serviceaccounts',
    object: {
      kind: 'ServiceAccount',
      metadata: { name: 'robot' },
      imagePullSecrets: [{ name: 'registry' }],
      secrets: [{ name: 'token' }],
    },
    change: { automountServiceAccountToken: false },
  },
  {
    api,
    plural: 'services',
    object: {
      kind: 'Service',
      metadata: { name: 'web' },
      spec: {
        selector: { app: 'web' },
        ports: [
          { name: 'http', port: 80 },
          { name: 'metrics', port: 90, targetPort: 'metrics' },
        ],
      },
    },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
  },
  {
    api,
    plural: 'endpoints',
    object: {
      kind: 'Endpoints',
      metadata: { name: 'outside' },
      subsets: [{ addresses: [{ ip: '192.0.2.1' }], ports: [{ port: 80 }] }],
    },
  },
  {
    api,
    plural: 'persistentvolumeclaims',
    isProtected: true,
    object: {
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'disk' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'fast' },
    },
    status: { phase: 'Bound', capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'] },
  },
  {
    api,
    plural: 'persistentvolumes',
    isProtected: true,
    isClusterScoped: true,
    object: {
      kind: 'PersistentVolume',
      metadata: { name: 'replay-volume' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '1Gi' },
        hostPath: { path: '/data' },
        claimRef: { namespace: 'default', name: 'disk' },
      },
    },
    change: { spec: { persistentVolumeReclaimPolicy: 'Delete' } },
    status: { phase: 'Available' },
  },
  {
    api,
    plural: 'limitranges',
    object: {
      kind: 'LimitRange',
      metadata: { name: 'limits' },
      spec: { limits: [{ type: 'PersistentVolumeClaim', max: { storage: '10Gi' }, min: { storage: '1Mi' } }] },
    },
  },
  {
    api,
    plural: 'resourcequotas',
    object: {
      kind: 'ResourceQuota',
      metadata: { name: 'quota' },
      spec: { hard: { 'count/jobs.batch': '3', pods: '10' } },
    },
    status: { hard: { pods: '10' }, used: { pods: '1' } },
  },
  {
    api,
    plural: 'namespaces',
    isClusterScoped: true,
    object: { kind: 'Namespace', metadata: { name: 'replay-inner' } },
    status: { conditions: [{ type: 'Kept', status: 'True', lastTransitionTime: '2001-01-01T00:00:00Z' }] },
  },
  {
    api,
    plural: 'nodes',
    isClusterScoped: true,
    object: { kind: 'Node', metadata: { name: 'replay-node' }, spec: { podCIDR: '10.1.0.0/24', unschedulable: true } },
    status: {
      addresses: [{ type: 'InternalIP', address: '192.0.2.1' }],
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'fine' }],
      nodeInfo: { kubeletVersion: 'v1.37.2', osImage: 'linux', kernelVersion: '6', containerRuntimeVersion: 'c://2' },
    },
  },
  {
    api,
    plural: 'podtemplates',
    object: {
      kind: 'PodTemplate',
      metadata: { name: 'template' },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } },
    },
  },
  {
    api,
    plural: 'replicationcontrollers',
    object: {
      kind: 'ReplicationController',
      metadata: { name: 'old' },
      spec: {
        replicas: 2,
        selector: { app: 'old' },
        template: { metadata: { labels: { app: 'old' } }, spec: { containers: [{ name: 'old', image: 'old:1' }] } },
      },
    },
    change: { spec: { replicas: 3 } },
    status: { replicas: 2, readyReplicas: 1 },
  },
]);
