import type { JsonObject } from '@flux19/objects';

const labels = { app: 'web' };
const podSpec = {
  containers: [
    {
      name: 'app',
      image: 'registry.example/app:1',
      ports: [{ containerPort: 8080, protocol: 'TCP' }],
      env: [{ name: 'A', value: 'b' }],
      resources: { requests: { cpu: '100m', memory: '1Gi' }, limits: { memory: '2Gi' } },
      readinessProbe: { httpGet: { path: '/', port: 8080 } },
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    },
  ],
  volumes: [{ name: 'data', emptyDir: {} }],
};
const template = { metadata: { labels }, spec: podSpec };
const jobTemplate = { spec: { template: { spec: { ...podSpec, restartPolicy: 'Never' } } } };
const selector = { matchLabels: labels };

/** Objects that the server takes as they are: what fuzzing begins from. By path of their collection. */
export const validObjects: readonly (readonly [string, JsonObject])[] = [
  core('namespaces', 'Namespace', { metadata: { name: 'fuzz' } }),
  core('configmaps', 'ConfigMap', { data: { a: '1' }, binaryData: { b: 'AAA=' } }),
  core('secrets', 'Secret', { type: 'Opaque', stringData: { a: '1' }, data: { b: 'AAA=' } }),
  core('pods', 'Pod', { metadata: { name: 'x', labels }, spec: podSpec }),
  core('services', 'Service', {
    spec: { type: 'LoadBalancer', selector: labels, ports: [{ port: 80, targetPort: 8080 }] },
  }),
  core('serviceaccounts', 'ServiceAccount', {}),
  core('persistentvolumeclaims', 'PersistentVolumeClaim', {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  }),
  core('resourcequotas', 'ResourceQuota', { spec: { hard: { pods: '100', 'requests.cpu': '100' } } }),
  core('limitranges', 'LimitRange', { spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] } }),
  core('events', 'Event', {
    involvedObject: { kind: 'Pod', name: 'x', namespace: 'default' },
    reason: 'Fuzz',
    count: 1,
  }),
  grouped('apps/v1', 'deployments', 'Deployment', { spec: { replicas: 2, selector, template } }),
  grouped('apps/v1', 'statefulsets', 'StatefulSet', { spec: { replicas: 1, serviceName: 'x', selector, template } }),
  grouped('apps/v1', 'daemonsets', 'DaemonSet', { spec: { selector, template } }),
  grouped('apps/v1', 'replicasets', 'ReplicaSet', { spec: { replicas: 1, selector, template } }),
  grouped('batch/v1', 'jobs', 'Job', jobTemplate),
  grouped('batch/v1', 'cronjobs', 'CronJob', { spec: { schedule: '*/5 * * * *', jobTemplate } }),
  grouped('autoscaling/v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'x' },
      minReplicas: 1,
      maxReplicas: 3,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
      ],
    },
  }),
  grouped('policy/v1', 'poddisruptionbudgets', 'PodDisruptionBudget', { spec: { minAvailable: 1, selector } }),
  grouped('networking.k8s.io/v1', 'ingresses', 'Ingress', {
    spec: {
      rules: [
        {
          host: 'a.example',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'x', port: { number: 80 } } } }],
          },
        },
      ],
    },
  }),
  grouped('networking.k8s.io/v1', 'networkpolicies', 'NetworkPolicy', {
    spec: { podSelector: selector, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 80 }] }] },
  }),
  grouped('rbac.authorization.k8s.io/v1', 'roles', 'Role', {
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
  }),
  grouped('rbac.authorization.k8s.io/v1', 'rolebindings', 'RoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'x' },
    subjects: [{ kind: 'ServiceAccount', name: 'x', namespace: 'default' }],
  }),
  grouped('coordination.k8s.io/v1', 'leases', 'Lease', { spec: { holderIdentity: 'me', leaseDurationSeconds: 15 } }),
  clusterWide(
    'apiextensions.k8s.io/v1',
    'customresourcedefinitions',
    'CustomResourceDefinition',
    'things.example.com',
    {
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural: 'things', singular: 'thing', kind: 'Thing', listKind: 'ThingList' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            subresources: { status: {}, scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size' } },
            additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }],
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: {
                    type: 'object',
                    properties: {
                      size: { type: 'integer', minimum: 0, default: 1 },
                      list: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
                      free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                    },
                    'x-kubernetes-validations': [{ rule: 'self.size < 100', message: 'too large' }],
                  },
                  status: { type: 'object', properties: { size: { type: 'integer' } } },
                },
              },
            },
          },
        ],
      },
    },
  ),
  grouped('example.com/v1', 'things', 'Thing', { spec: { size: 3, list: ['a'], free: { any: [1] } } }),
  clusterWide('rbac.authorization.k8s.io/v1', 'clusterroles', 'ClusterRole', 'x', {
    rules: [{ nonResourceURLs: ['/healthz'], verbs: ['get'] }],
  }),
  clusterWide('scheduling.k8s.io/v1', 'priorityclasses', 'PriorityClass', 'x', { value: 10 }),
  clusterWide('storage.k8s.io/v1', 'storageclasses', 'StorageClass', 'x', { provisioner: 'example.com/x' }),
  clusterWide('certificates.k8s.io/v1', 'certificatesigningrequests', 'CertificateSigningRequest', 'x', {
    spec: { request: 'AAAA', signerName: 'example.com/x', usages: ['client auth'] },
  }),
  clusterWide('admissionregistration.k8s.io/v1', 'validatingadmissionpolicies', 'ValidatingAdmissionPolicy', 'x', {
    spec: {
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['secrets'] }],
      },
      validations: [{ expression: 'object.metadata.name != "forbidden"' }],
    },
  }),
  clusterWide('authorization.k8s.io/v1', 'subjectaccessreviews', 'SubjectAccessReview', '', {
    spec: { user: 'jane', resourceAttributes: { verb: 'get', resource: 'pods', namespace: 'default' } },
  }),
  clusterWide('authentication.k8s.io/v1', 'tokenreviews', 'TokenReview', '', { spec: { token: 'x' } }),
];

type Fields = JsonObject;

function core(plural: string, kind: string, fields: Fields): readonly [string, JsonObject] {
  const path = plural === 'namespaces' ? '/api/v1/namespaces' : `/api/v1/namespaces/default/${plural}`;
  return [path, { apiVersion: 'v1', kind, metadata: { name: 'x' }, ...fields }];
}

function grouped(apiVersion: string, plural: string, kind: string, fields: Fields): readonly [string, JsonObject] {
  return [`/apis/${apiVersion}/namespaces/default/${plural}`, { apiVersion, kind, metadata: { name: 'x' }, ...fields }];
}

function clusterWide(
  apiVersion: string,
  plural: string,
  kind: string,
  name: string,
  fields: Fields,
): readonly [string, JsonObject] {
  return [`/apis/${apiVersion}/${plural}`, { apiVersion, kind, metadata: { name }, ...fields }];
}
