import type { Story } from '../../story.ts';
import { storyOfKinds } from './kind-example.ts';

const rbac = 'apis/rbac.authorization.k8s.io/v1';
const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }];
const subjects = [
  { kind: 'User', name: 'jane' },
  { kind: 'ServiceAccount', name: 'robot', namespace: 'default' },
  { kind: 'Group', name: 'readers', apiGroup: 'rbac.authorization.k8s.io' },
];

export const accessKinds: Story = storyOfKinds('access-kinds', [
  {
    api: rbac,
    plural: 'roles',
    object: { kind: 'Role', metadata: { name: 'reader' }, rules },
    change: { rules: [...rules, { apiGroups: ['apps'], resources: ['deployments'], verbs: ['*'] }] },
  },
  {
    api: rbac,
    plural: 'rolebindings',
    object: { kind: 'RoleBinding', metadata: { name: 'reader' }, roleRef: { kind: 'Role', name: 'reader' }, subjects },
  },
  {
    api: rbac,
    plural: 'clusterroles',
    isClusterScoped: true,
    object: { kind: 'ClusterRole', metadata: { name: 'replay-reader' }, rules },
    change: { rules: [...rules, { nonResourceURLs: ['/healthz'], verbs: ['get'] }] },
  },
  {
    api: rbac,
    plural: 'clusterrolebindings',
    isClusterScoped: true,
    object: {
      kind: 'ClusterRoleBinding',
      metadata: { name: 'replay-reader' },
      roleRef: { kind: 'ClusterRole', name: 'replay-reader', apiGroup: 'rbac.authorization.k8s.io' },
      subjects,
    },
  },
  {
    api: 'apis/coordination.k8s.io/v1',
    plural: 'leases',
    object: {
      kind: 'Lease',
      metadata: { name: 'leader' },
      spec: {
        holderIdentity: 'me',
        leaseDurationSeconds: 15,
        renewTime: '2001-01-01T00:00:00.000000Z',
        leaseTransitions: 1,
      },
    },
    change: { spec: { holderIdentity: 'you', acquireTime: '2001-01-01T00:00:01.500000Z' } },
  },
  {
    api: 'apis/certificates.k8s.io/v1',
    plural: 'certificatesigningrequests',
    isClusterScoped: true,
    object: {
      kind: 'CertificateSigningRequest',
      metadata: { name: 'replay-request' },
      spec: {
        signerName: 'example.com/signer',
        usages: ['client auth'],
        request:
          'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlISk1IRUNBUUF3RHpFTk1Bc0dBMVVFQXd3RWFtRnVaVEJaTUJNR0J5cUdTTTQ5QWdFR0NDcUdTTTQ5QXdFSApBMElBQkFlR09MUk1UMDhNZUpYNjhSdllzRTZSMTNjLzhRTVY3QTYrdGF3cDdIbngya05sRDUrK25Yb3ZnSFQxCm5ES3dodm5nMkcxQ3haN3Q1SHhFVmg3WlNuQ2dBREFLQmdncWhrak9QUVFEQWdOSUFEQkZBaUFkUi9YU3cyKzYKMmVUQ0JERTlZbVErSnJKTUF2Q1BGVTNJNHhBaVJKWXptUUloQUtSK1BxUlNDdkErMUU5Vmw1dzI4U1grdjgwSgpiMXNtZlc1d3kyRHhvSWZmCi0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=',
      },
    },
  },
]);
