import type { MergeSchema } from './merge-schema.ts';

/**
 * Which lists of built-in kinds are merged item by item. Kustomize 5.8 decides by the schema of Kubernetes 1.21: lists and kinds that came
 * later are replaced, and fields missing here as well.
 */
function list(keys: string, items?: MergeSchema): MergeSchema {
  return { strategy: 'merge', keys: keys === '' ? [] : keys.split(' '), items };
}

function map(fields: Readonly<Record<string, MergeSchema>>): MergeSchema {
  return { fields };
}

const metadata = map({ ownerReferences: list('uid'), finalizers: list('') });
const withConditions = map({ conditions: list('type') });

const ephemeralContainer = map({
  env: list('name'),
  volumeDevices: list('devicePath'),
  volumeMounts: list('mountPath'),
});
const container = map({ ...ephemeralContainer.fields, ports: list('containerPort protocol') });
const claim = map({ metadata, status: withConditions });
const podSpec = map({
  containers: list('name', container),
  initContainers: list('name', container),
  ephemeralContainers: list('name', ephemeralContainer),
  hostAliases: list('ip'),
  imagePullSecrets: list('name'),
  topologySpreadConstraints: list('topologyKey whenUnsatisfiable'),
  volumes: {
    ...list('name', map({ ephemeral: map({ volumeClaimTemplate: map({ metadata }) }) })),
    strategy: 'merge,retainKeys',
  },
});
const podTemplate = map({ metadata, spec: podSpec });
const workload = map({ metadata, spec: map({ template: podTemplate }), status: withConditions });
const cronJob = map({ metadata, spec: map({ jobTemplate: map({ metadata, spec: map({ template: podTemplate }) }) }) });
const webhooks = map({ metadata, webhooks: list('name') });
const onlyMetadata = map({ metadata });
const disruptionBudget = map({ metadata, status: withConditions });
const apiService = map({ metadata, status: withConditions });
const csiNode = map({ metadata, spec: map({ drivers: list('name') }) });

const special: Readonly<Record<string, MergeSchema>> = {
  'v1 ComponentStatus': map({ metadata, conditions: list('type') }),
  'v1 Namespace': disruptionBudget,
  'v1 Node': map({
    metadata,
    status: map({ addresses: list('type'), conditions: list('type') }),
    spec: map({ podCIDRs: list('') }),
  }),
  'v1 PersistentVolumeClaim': claim,
  'v1 Pod': map({ metadata, spec: podSpec, status: map({ conditions: list('type'), podIPs: list('ip') }) }),
  'v1 PodTemplate': map({ metadata, template: podTemplate }),
  'v1 ReplicationController': workload,
  'v1 Service': map({ metadata, spec: map({ ports: list('port protocol') }), status: withConditions }),
  'v1 ServiceAccount': map({ metadata, secrets: list('name') }),
  'apps/v1 DaemonSet': workload,
  'apps/v1 Deployment': workload,
  'apps/v1 ReplicaSet': workload,
  'apps/v1 StatefulSet': map({
    metadata,
    spec: map({ template: podTemplate, volumeClaimTemplates: { items: claim } }),
    status: withConditions,
  }),
  'batch/v1 Job': workload,
  'batch/v1 CronJob': cronJob,
  'batch/v1beta1 CronJob': cronJob,
  'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration': webhooks,
  'apiregistration.k8s.io/v1 APIService': apiService,
  'apiregistration.k8s.io/v1beta1 APIService': apiService,
  'policy/v1 PodDisruptionBudget': disruptionBudget,
  'policy/v1beta1 PodDisruptionBudget': disruptionBudget,
  'storage.k8s.io/v1 CSINode': csiNode,
  'storage.k8s.io/v1beta1 CSINode': csiNode,
  'kustomize.config.k8s.io/v1beta1 Kustomization': map({
    configMapGenerator: list('name'),
    secretGenerator: list('name'),
  }),
};

/** Kinds of which only the metadata holds merged lists. */
const plain: Readonly<Record<string, string>> = {
  v1: 'Binding ConfigMap Endpoints Event LimitRange PersistentVolume ResourceQuota Secret',
  'apiextensions.k8s.io/v1': 'CustomResourceDefinition',
  'apiextensions.k8s.io/v1beta1': 'CustomResourceDefinition',
  'apps/v1': 'ControllerRevision',
  'authentication.k8s.io/v1': 'TokenRequest TokenReview',
  'authorization.k8s.io/v1':
    'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
  'autoscaling/v1': 'HorizontalPodAutoscaler Scale',
  'autoscaling/v2beta1': 'HorizontalPodAutoscaler',
  'autoscaling/v2beta2': 'HorizontalPodAutoscaler',
  'certificates.k8s.io/v1': 'CertificateSigningRequest',
  'certificates.k8s.io/v1beta1': 'CertificateSigningRequest',
  'coordination.k8s.io/v1': 'Lease',
  'coordination.k8s.io/v1beta1': 'Lease',
  'discovery.k8s.io/v1': 'EndpointSlice',
  'discovery.k8s.io/v1beta1': 'EndpointSlice',
  'events.k8s.io/v1': 'Event',
  'events.k8s.io/v1beta1': 'Event',
  'extensions/v1beta1': 'Ingress',
  'flowcontrol.apiserver.k8s.io/v1beta1': 'FlowSchema PriorityLevelConfiguration',
  'networking.k8s.io/v1': 'Ingress IngressClass NetworkPolicy',
  'networking.k8s.io/v1beta1': 'Ingress IngressClass',
  'node.k8s.io/v1': 'RuntimeClass',
  'node.k8s.io/v1beta1': 'RuntimeClass',
  'policy/v1beta1': 'Eviction PodSecurityPolicy',
  'rbac.authorization.k8s.io/v1': 'ClusterRole ClusterRoleBinding Role RoleBinding',
  'rbac.authorization.k8s.io/v1beta1': 'ClusterRole ClusterRoleBinding Role RoleBinding',
  'scheduling.k8s.io/v1': 'PriorityClass',
  'scheduling.k8s.io/v1beta1': 'PriorityClass',
  'storage.k8s.io/v1': 'CSIDriver StorageClass VolumeAttachment',
  'storage.k8s.io/v1beta1': 'CSIDriver CSIStorageCapacity StorageClass VolumeAttachment',
};

const schemas: ReadonlyMap<string, MergeSchema> = new Map([
  ...Object.entries(plain).flatMap(([apiVersion, kinds]) =>
    kinds.split(' ').map((kind) => [`${apiVersion} ${kind}`, onlyMetadata] as const),
  ),
  ...Object.entries(special),
]);

const definitions: ReadonlyMap<string, MergeSchema> = new Map([
  ['io.k8s.api.core.v1.Container', container],
  ['io.k8s.api.core.v1.EphemeralContainer', ephemeralContainer],
  ['io.k8s.api.core.v1.PersistentVolumeClaim', claim],
  ['io.k8s.api.core.v1.PodSpec', podSpec],
  ['io.k8s.api.core.v1.PodTemplateSpec', podTemplate],
  ['io.k8s.api.core.v1.ServiceSpec', map({ ports: list('port protocol') })],
  ['io.k8s.api.apps.v1.DeploymentSpec', map({ template: podTemplate })],
  ['io.k8s.api.apps.v1.DaemonSetSpec', map({ template: podTemplate })],
  ['io.k8s.api.apps.v1.ReplicaSetSpec', map({ template: podTemplate })],
  ['io.k8s.api.apps.v1.StatefulSetSpec', map({ template: podTemplate, volumeClaimTemplates: { items: claim } })],
  ['io.k8s.api.batch.v1.JobSpec', map({ template: podTemplate })],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', metadata],
]);

/** The merge schema of an OpenAPI definition that schemas of custom resources refer to. */
export function builtinMergeDefinition(name: string): MergeSchema | undefined {
  return definitions.get(name);
}

/** The merge schema of a built-in kind, as kustomize 5.8 knows it. */
export function builtinMergeSchema(apiVersion: string, kind: string): MergeSchema | undefined {
  return schemas.get(`${apiVersion} ${kind}`);
}
