import type { FieldSpec } from './field-spec.ts';
import { nameReferences } from './name-references.ts';
import { emptyConfig, mergeConfigs, type TransformerConfig } from './transformer-config.ts';
import { varReferences } from './var-references.ts';

const batch = { group: 'batch' };
const apps = { group: 'apps' };

/** The metadata of pod templates: path in front of `labels` or `annotations`, and whether kustomize asks for the group. */
function templateMetadata(field: 'labels' | 'annotations', statefulSetGroup: boolean): FieldSpec[] {
  const template = `spec/template/metadata/${field}`;
  const create = true;
  return [
    { path: `metadata/${field}`, create },
    { path: template, create, version: 'v1', kind: 'ReplicationController' },
    { path: template, create, kind: 'Deployment' },
    { path: template, create, kind: 'ReplicaSet' },
    { path: template, create, kind: 'DaemonSet' },
    { path: template, create, kind: 'StatefulSet', ...(statefulSetGroup ? apps : {}) },
    { path: template, create, kind: 'Job', ...batch },
    { path: `spec/jobTemplate/metadata/${field}`, create, kind: 'CronJob', ...batch },
    { path: `spec/jobTemplate/spec/template/metadata/${field}`, create, kind: 'CronJob', ...batch },
  ];
}

/** Selectors of the pods that a Deployment or StatefulSet wants near or far. */
function podSelectors(kind: string): FieldSpec[] {
  const affinities = ['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
    `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
    `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
  ]);
  return [...affinities, 'topologySpreadConstraints/labelSelector/matchLabels'].map((path) => ({
    path: `spec/template/spec/${path}`,
    kind,
    ...apps,
  }));
}

function labelSelectors(): FieldSpec[] {
  const matchLabels = 'spec/selector/matchLabels';
  const policy = { group: 'networking.k8s.io', kind: 'NetworkPolicy' };
  return [
    { path: 'spec/selector', create: true, version: 'v1', kind: 'Service' },
    { path: 'spec/selector', create: true, version: 'v1', kind: 'ReplicationController' },
    { path: matchLabels, create: true, kind: 'Deployment' },
    ...podSelectors('Deployment'),
    { path: matchLabels, create: true, kind: 'ReplicaSet' },
    { path: matchLabels, create: true, kind: 'DaemonSet' },
    { path: matchLabels, create: true, kind: 'StatefulSet', ...apps },
    ...podSelectors('StatefulSet'),
    { path: matchLabels, kind: 'Job', ...batch },
    { path: 'spec/jobTemplate/spec/selector/matchLabels', kind: 'CronJob', ...batch },
    { path: matchLabels, kind: 'PodDisruptionBudget', group: 'policy' },
    { path: 'spec/podSelector/matchLabels', ...policy },
    { path: 'spec/ingress/from/podSelector/matchLabels', ...policy },
    { path: 'spec/egress/to/podSelector/matchLabels', ...policy },
  ];
}

const claimTemplates: readonly FieldSpec[] = [
  { path: 'spec/volumeClaimTemplates[]/metadata/labels', create: true, kind: 'StatefulSet', ...apps },
];

/** What kustomize 5.8 works on without any configuration. */
export const defaultConfig: TransformerConfig = mergeConfigs(emptyConfig, {
  namePrefix: [{ path: 'metadata/name' }],
  nameSuffix: [{ path: 'metadata/name' }],
  namespace: [
    { path: 'metadata/name', kind: 'Namespace', create: true },
    { path: 'spec/service/namespace', group: 'apiregistration.k8s.io', kind: 'APIService', create: true },
    {
      path: 'spec/conversion/webhook/clientConfig/service/namespace',
      group: 'apiextensions.k8s.io',
      kind: 'CustomResourceDefinition',
    },
  ],
  commonLabels: [...labelSelectors(), ...templateMetadata('labels', true), ...claimTemplates],
  labels: [],
  templateLabels: templateMetadata('labels', true),
  volumeClaimTemplateLabels: claimTemplates,
  commonAnnotations: templateMetadata('annotations', false),
  nameReference: nameReferences(),
  varReference: varReferences(),
  images: ['spec/', 'spec/template/spec/'].flatMap((pod) =>
    ['containers[]/image', 'initContainers[]/image', 'volumes[]/image/reference'].map((path) => ({
      path: pod + path,
      create: true,
    })),
  ),
  replicas: ['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) => ({
    path: 'spec/replicas',
    create: true,
    kind,
  })),
});
