import type { FieldSpec } from './field-spec.ts';
import type { NameReference } from './transformer-config.ts';

/** Where each workload keeps its pod. */
const podOf: Readonly<Record<string, string>> = {
  Pod: 'spec/',
  PodTemplate: 'template/spec/',
  Deployment: 'spec/template/spec/',
  ReplicaSet: 'spec/template/spec/',
  DaemonSet: 'spec/template/spec/',
  StatefulSet: 'spec/template/spec/',
  Job: 'spec/template/spec/',
  CronJob: 'spec/jobTemplate/spec/template/spec/',
};
const controllers = ['Pod', 'StatefulSet', 'Deployment', 'ReplicationController', 'CronJob', 'Job', 'DaemonSet'];

function inPods(kinds: readonly string[], paths: readonly string[], version?: 'v1'): FieldSpec[] {
  return kinds.flatMap((kind) =>
    paths.map((path) => ({
      path: (podOf[kind] ?? 'spec/template/spec/') + path,
      kind,
      ...(version !== undefined && kind === 'Pod' ? { version } : {}),
    })),
  );
}

function fields(kind: string, ...paths: string[]): FieldSpec[] {
  return paths.map((path) => ({ path, kind }));
}

const rules = [...fields('Role', 'rules/resourceNames'), ...fields('ClusterRole', 'rules/resourceNames')];
const rbac = { group: 'rbac.authorization.k8s.io' };
const admission = { group: 'admissionregistration.k8s.io' };

function configMap(): NameReference {
  return {
    kind: 'ConfigMap',
    version: 'v1',
    fieldSpecs: [
      ...inPods(
        Object.keys(podOf),
        [
          'volumes/configMap/name',
          'containers/env/valueFrom/configMapKeyRef/name',
          'initContainers/env/valueFrom/configMapKeyRef/name',
          'containers/envFrom/configMapRef/name',
          'initContainers/envFrom/configMapRef/name',
          'volumes/projected/sources/configMap/name',
        ],
        'v1',
      ),
      ...fields('Node', 'spec/configSource/configMap'),
      ...rules,
      ...fields('Ingress', 'metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap'),
    ],
  };
}

function secret(): NameReference {
  return {
    kind: 'Secret',
    version: 'v1',
    fieldSpecs: [
      ...inPods(
        Object.keys(podOf),
        [
          'volumes/secret/secretName',
          'containers/env/valueFrom/secretKeyRef/name',
          'initContainers/env/valueFrom/secretKeyRef/name',
          'containers/envFrom/secretRef/name',
          'initContainers/envFrom/secretRef/name',
          'imagePullSecrets/name',
          'volumes/projected/sources/secret/name',
        ],
        'v1',
      ),
      ...fields(
        'Ingress',
        'spec/tls/secretName',
        'metadata/annotations/ingress.kubernetes.io\\/auth-secret',
        'metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret',
        'metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret',
      ),
      ...fields('ServiceAccount', 'imagePullSecrets/name'),
      ...fields(
        'StorageClass',
        'parameters/secretName',
        'parameters/adminSecretName',
        'parameters/userSecretName',
        'parameters/secretRef',
      ),
      ...rules,
      {
        path: 'spec/template/spec/containers/env/valueFrom/secretKeyRef/name',
        kind: 'Service',
        group: 'serving.knative.dev',
        version: 'v1',
      },
      ...fields('PersistentVolume', 'spec/azureFile/secretName'),
    ],
  };
}

function service(): NameReference {
  return {
    kind: 'Service',
    version: 'v1',
    fieldSpecs: [
      { path: 'spec/serviceName', kind: 'StatefulSet', group: 'apps' },
      ...fields(
        'Ingress',
        'spec/rules/http/paths/backend/serviceName',
        'spec/backend/serviceName',
        'spec/rules/http/paths/backend/service/name',
        'spec/defaultBackend/service/name',
      ),
      { path: 'spec/service/name', kind: 'APIService', group: 'apiregistration.k8s.io' },
      { path: 'webhooks/clientConfig/service', kind: 'ValidatingWebhookConfiguration', ...admission },
      { path: 'webhooks/clientConfig/service', kind: 'MutatingWebhookConfiguration', ...admission },
    ],
  };
}

function access(): NameReference[] {
  return [
    { kind: 'Role', ...rbac, fieldSpecs: [{ path: 'roleRef/name', kind: 'RoleBinding', ...rbac }] },
    {
      kind: 'ClusterRole',
      ...rbac,
      fieldSpecs: ['RoleBinding', 'ClusterRoleBinding'].map((kind) => ({ path: 'roleRef/name', kind, ...rbac })),
    },
    {
      kind: 'ServiceAccount',
      version: 'v1',
      fieldSpecs: [
        ...['RoleBinding', 'ClusterRoleBinding'].map((kind) => ({ path: 'subjects', kind, ...rbac })),
        ...inPods(controllers, ['serviceAccountName']),
      ],
    },
  ];
}

function storage(): NameReference[] {
  return [
    {
      kind: 'PersistentVolumeClaim',
      version: 'v1',
      fieldSpecs: inPods(controllers, ['volumes/persistentVolumeClaim/claimName']),
    },
    {
      kind: 'PersistentVolume',
      version: 'v1',
      fieldSpecs: [
        ...fields('PersistentVolumeClaim', 'spec/volumeName'),
        ...fields('ClusterRole', 'rules/resourceNames'),
      ],
    },
    {
      kind: 'StorageClass',
      version: 'v1',
      group: 'storage.k8s.io',
      fieldSpecs: [
        ...fields('PersistentVolume', 'spec/storageClassName'),
        ...fields('PersistentVolumeClaim', 'spec/storageClassName'),
        ...fields('StatefulSet', 'spec/volumeClaimTemplates/spec/storageClassName'),
      ],
    },
  ];
}

/** Every field of a built-in kind that holds the name of another resource, by the kind it names. */
export function nameReferences(): NameReference[] {
  return [
    ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) => ({
      kind,
      fieldSpecs: fields('HorizontalPodAutoscaler', 'spec/scaleTargetRef/name'),
    })),
    configMap(),
    secret(),
    service(),
    ...access(),
    ...storage(),
    {
      kind: 'PriorityClass',
      version: 'v1',
      group: 'scheduling.k8s.io',
      fieldSpecs: inPods(controllers, ['priorityClassName']),
    },
    // The group holds the version too: kustomize's own slip, which keeps IngressClass references from ever matching.
    {
      kind: 'IngressClass',
      version: 'v1',
      group: 'networking.k8s.io/v1',
      fieldSpecs: fields('Ingress', 'spec/ingressClassName'),
    },
    {
      kind: 'ValidatingAdmissionPolicy',
      ...admission,
      fieldSpecs: [{ path: 'spec/policyName', kind: 'ValidatingAdmissionPolicyBinding', ...admission }],
    },
  ];
}
