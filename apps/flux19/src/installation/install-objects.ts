import { groups } from '@flux19/api';
import type { JsonObject, KubeObject } from '@flux19/objects';
import { flux19Version } from '../program/versions.ts';
import { installationLabels } from './installation-labels.ts';
import { labelledDefinitions } from './labelled-definitions.ts';

/** What can be chosen about an installation. */
export interface InstallSettings {
  readonly namespace: string;
  /** Where the image is taken from; empty for the cluster's own default. */
  readonly registry: string;
  readonly imagePullSecret: string;
  readonly watchAllNamespaces: boolean;
  readonly networkPolicy: boolean;
  readonly logLevel: string;
  /** Keys of taints that the Pod bears. */
  readonly tolerationKeys: readonly string[];
}

/** Name of the one Deployment, its image and its service account. */
const program = 'flux19';

const rbac = 'rbac.authorization.k8s.io';
const ports = { metrics: 8080, webhooks: 9292, events: 9090 } as const;

/** Everything that an installation of Flux-19 in a cluster consists of, in the order in which it has to be applied. */
export function installObjects(settings: InstallSettings): readonly KubeObject[] {
  const { namespace, networkPolicy } = settings;
  return [
    { ...object('v1', 'Namespace', namespace, installationLabels(namespace)) },
    ...(networkPolicy ? networkPolicies(namespace) : []),
    ...labelledDefinitions(namespace),
    { ...own('v1', 'ServiceAccount', program, settings) },
    ...clusterRoles(namespace),
    binding(namespace),
    ...services(settings),
    deployment(settings),
  ];
}

function object(
  apiVersion: string,
  kind: string,
  name: string,
  labels: Record<string, string>,
  namespace?: string,
): KubeObject {
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }), labels } };
}

function own(apiVersion: string, kind: string, name: string, { namespace }: InstallSettings): KubeObject {
  return object(apiVersion, kind, name, installationLabels(namespace, program), namespace);
}

function networkPolicies(namespace: string): readonly KubeObject[] {
  const policy = (name: string, spec: JsonObject): KubeObject => ({
    ...object('networking.k8s.io/v1', 'NetworkPolicy', name, installationLabels(namespace), namespace),
    spec,
  });
  const from = (port: number): JsonObject => ({
    from: [{ namespaceSelector: {} }],
    ports: [{ port, protocol: 'TCP' }],
  });
  return [
    policy('allow-egress', {
      egress: [{}],
      ingress: [{ from: [{ podSelector: {} }] }],
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    }),
    policy('allow-scraping', { ingress: [from(ports.metrics)], podSelector: {}, policyTypes: ['Ingress'] }),
    policy('allow-webhooks', {
      ingress: [from(ports.webhooks)],
      podSelector: { matchLabels: { app: program } },
      policyTypes: ['Ingress'],
    }),
  ];
}

/** Flux: who may edit or view a namespace may do the same with what is of Flux in it. */
function clusterRoles(namespace: string): readonly KubeObject[] {
  const apiGroups = Object.values(groups);
  const role = (name: string, to: readonly string[], verbs: readonly string[]): KubeObject => ({
    ...object(`${rbac}/v1`, 'ClusterRole', `${name}-${namespace}`, {
      ...installationLabels(namespace),
      ...Object.fromEntries(to.map((one) => [`${rbac}/aggregate-to-${one}`, 'true'])),
    }),
    rules: [{ apiGroups, resources: ['*'], verbs }],
  });
  return [
    role('flux-edit', ['admin', 'edit'], ['create', 'delete', 'deletecollection', 'patch', 'update']),
    role('flux-view', ['admin', 'edit', 'view'], ['get', 'list', 'watch']),
  ];
}

/** The process applies whatever repositories hold, as Flux's kustomize-controller does. */
function binding(namespace: string): KubeObject {
  return {
    ...object(`${rbac}/v1`, 'ClusterRoleBinding', `cluster-reconciler-${namespace}`, installationLabels(namespace)),
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name: program, namespace }],
  };
}

function services(settings: InstallSettings): readonly KubeObject[] {
  const service = (name: string, targetPort: string): KubeObject => ({
    ...own('v1', 'Service', name, settings),
    spec: {
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort }],
      selector: { app: program },
      type: 'ClusterIP',
    },
  });
  return [service('notification-controller', 'http'), service('webhook-receiver', 'http-webhook')];
}

function deployment(settings: InstallSettings): KubeObject {
  const { namespace } = settings;
  const labels = installationLabels(namespace, program);
  return {
    ...object('apps/v1', 'Deployment', program, { ...labels, 'control-plane': 'controller' }, namespace),
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: program } },
      // Two at a time would share neither artifacts nor the lead.
      strategy: { type: 'Recreate' },
      template: { metadata: { labels: { app: program, ...labels } }, spec: podSpec(settings) },
    },
  };
}

function podSpec(settings: InstallSettings): JsonObject {
  const { registry, imagePullSecret, tolerationKeys } = settings;
  const image = `${registry === '' ? '' : `${registry.replace(/\/+$/, '')}/`}${program}:v${flux19Version}`;
  return {
    containers: [
      {
        name: 'manager',
        image,
        imagePullPolicy: 'IfNotPresent',
        args: argumentsOf(settings),
        ports: [
          { containerPort: ports.events, name: 'http', protocol: 'TCP' },
          { containerPort: ports.webhooks, name: 'http-webhook', protocol: 'TCP' },
        ],
        resources: { limits: { cpu: '1000m', memory: '1Gi' }, requests: { cpu: '100m', memory: '64Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        volumeMounts: [
          { mountPath: '/data', name: 'data' },
          { mountPath: '/tmp', name: 'tmp' },
        ],
      },
    ],
    ...(imagePullSecret === '' ? {} : { imagePullSecrets: [{ name: imagePullSecret }] }),
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    priorityClassName: 'system-cluster-critical',
    securityContext: { fsGroup: 1337 },
    serviceAccountName: program,
    terminationGracePeriodSeconds: 30,
    ...(tolerationKeys.length === 0
      ? {}
      : { tolerations: tolerationKeys.map((key) => ({ effect: 'NoSchedule', key, operator: 'Exists' })) }),
    volumes: [
      { emptyDir: {}, name: 'data' },
      { emptyDir: {}, name: 'tmp' },
    ],
  };
}

function argumentsOf({ namespace, watchAllNamespaces, logLevel }: InstallSettings): string[] {
  return [
    'run',
    `--namespace=${namespace}`,
    '--data=/data',
    '--leader-elect',
    `--watch-all-namespaces=${watchAllNamespaces}`,
    `--log-level=${logLevel}`,
    `--events-addr=:${ports.events}`,
    `--receiver-addr=:${ports.webhooks}`,
  ];
}
