// Warnings about built-in kinds: `WarningsOnCreate` and `WarningsOnUpdate` of Kubernetes' strategies.
import { deepEqual, isDns1123Label, type KubeObject } from '@flux19/objects';
import { resourceKey } from '../../registry/catalogue.ts';
import type { KindRules } from '../kind-rules.ts';
import { Field } from '../validation/field.ts';
import { addressWarnings, networkWarnings } from './addresses.ts';
import { deprecatedLabel, expressionWarnings, labelMapWarnings } from './node-labels.ts';
import { podWarnings } from './pod-template.ts';
import { fractionWarnings } from './quantities.ts';
import { serviceWarnings } from './service.ts';
import { claimWarnings, persistentVolumeWarnings } from './storage.ts';

type Warnings = NonNullable<KindRules['warnings']>;
type Look = (object: Field, old: Field | undefined) => Iterable<string>;

function warnings(look: Look): Warnings {
  return (object, old) => [...look(Field.root(object), old && Field.root(old))];
}

const surprise = 'which can result in surprising behavior; a DNS label is recommended';

function* nameWarnings(object: Field, use: string): Iterable<string> {
  const complaints = isDns1123Label(object.child('metadata').textOf('name'));
  if (complaints.length > 0) yield `metadata.name: this is used in ${use}, ${surprise}: [${complaints.join(' ')}]`;
}

/** Templates are looked at when they are new, and when something has changed. */
function withTemplate(path: readonly string[], namesPods: boolean): Warnings {
  const inTemplate = warnings((object) => podWarnings(object.at(...path)));
  return (object, old) => {
    if (old !== undefined) return old.metadata.generation === object.metadata.generation ? [] : inTemplate(object, old);
    const ofName = namesPods ? [...nameWarnings(Field.root(object), 'Pod names and hostnames')] : [];
    return [...ofName, ...inTemplate(object, old)];
  };
}

const template = ['spec', 'template'];
const deployments = withTemplate(template, true);

function daemonSet(object: KubeObject, old: KubeObject | undefined): string[] {
  const templates = [object, old].map((one) => one && Field.root(one).at(...template).value);
  const isSame = old !== undefined && deepEqual(templates[0] ?? null, templates[1] ?? null);
  return isSame ? [] : [...podWarnings(Field.root(object).at(...template))];
}

const statefulSet: Look = function* (object, old) {
  if (generationOf(old) !== generationOf(object)) yield* podWarnings(object.at(...template));
  const spec = object.child('spec');
  for (const claim of spec.list('volumeClaimTemplates')) {
    const path = old === undefined ? claim.path : `${claim.path}.Spec`;
    yield* claimSpecWarnings(Field.placed(claim.child('spec').value, path));
  }
  if (spec.numberOf('revisionHistoryLimit') < 0) {
    yield 'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended';
  }
};

function claimSpecWarnings(spec: Field): Iterable<string> {
  return fractionWarnings(spec.at('resources', 'requests'), spec.at('resources', 'limits'));
}

function generationOf(object: Field | undefined): number | undefined {
  return object?.child('metadata').numberOf('generation');
}

const cronJob: Look = function* (object, old) {
  if (old === undefined) yield* nameWarnings(object, 'Pod names and hostnames');
  if (generationOf(old) !== generationOf(object))
    yield* podWarnings(object.at('spec', 'jobTemplate', 'spec', 'template'));
  if (old !== undefined && object.child('spec').textOf('schedule').includes('TZ')) {
    const advice = 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details';
    yield `cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see ${advice}`;
  }
};

const pod: Look = function* (object, old) {
  if (old !== undefined) return;
  yield* nameWarnings(object, "the Pod's hostname");
  yield* podWarnings(object);
};

const endpoints: Look = function* (object) {
  for (const subset of object.list('subsets')) {
    for (const name of ['addresses', 'notReadyAddresses']) {
      for (const address of subset.list(name)) yield* addressWarnings(address.child('ip'));
    }
  }
};

const endpointSlice: Look = function* (object, old) {
  if (old === undefined && object.textOf('addressType') === 'FQDN') {
    yield 'spec.addressType: FQDN endpoints are deprecated';
  }
  for (const endpoint of object.list('endpoints')) {
    for (const address of endpoint.list('addresses')) yield* addressWarnings(address);
  }
};

const node: Look = function* (object) {
  const spec = object.child('spec');
  if (spec.has('configSource')) yield 'spec.configSource: the feature is removed';
  if (spec.textOf('externalID') !== '') {
    yield 'spec.externalID: this field is deprecated, and is unused by Kubernetes';
  }
  for (const network of spec.list('podCIDRs')) yield* networkWarnings(network);
};

const mountableSecrets = 'kubernetes.io/enforce-mountable-secrets';

const serviceAccount: Look = function* (object, old) {
  const annotation = object.at('metadata', 'annotations').key(mountableSecrets);
  if (!annotation.isSet || old?.at('metadata', 'annotations').has(mountableSecrets) === true) return;
  const why = 'deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets';
  yield `${annotation.path}: ${why}`;
};

const ingress: Look = function* (object, old) {
  const hasAnnotation = object.at('metadata', 'annotations').has('kubernetes.io/ingress.class');
  if (old !== undefined || !hasAnnotation || object.child('spec').has('ingressClassName')) return;
  yield `annotation "kubernetes.io/ingress.class" is deprecated, please use 'spec.ingressClassName' instead`;
};

const runtimeClass: Look = (object) =>
  labelMapWarnings(object.at('scheduling', 'nodeSelector'), () => 'scheduling.nodeSelector');

const storageClass: Look = function* (object) {
  for (const topology of object.list('allowedTopologies')) {
    for (const expression of topology.list('matchLabelExpressions')) {
      const key = expression.child('key');
      const why = deprecatedLabel(key.text);
      if (why !== undefined) yield `${key.path}: ${why}`;
    }
  }
};

const csiDriver: Look = function* (object, old) {
  const [requests, before] = [object, old].map((one) => one?.at('spec', 'tokenRequests'));
  if (requests === undefined || requests.length === 0) return;
  if (object.child('spec').has('serviceAccountTokenInSecrets')) return;
  if (old !== undefined && deepEqual(requests.value ?? null, before?.value ?? null)) return;
  const advice =
    'if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes';
  yield `spec.serviceAccountTokenInSecrets is unset; ${advice}`;
};

const storageCapacity: Look = function* (object) {
  const topology = object.child('nodeTopology');
  yield* expressionWarnings(topology, false);
  yield* labelMapWarnings(topology.child('matchLabels'), (entry) => `nodeTopology.matchLabels.${entry.name}`);
};

const byKey: ReadonlyMap<string, Warnings> = new Map([
  [resourceKey('', 'pods'), warnings(pod)],
  [resourceKey('', 'podtemplates'), withTemplate(['template'], false)],
  [resourceKey('', 'replicationcontrollers'), deployments],
  [resourceKey('', 'services'), warnings(serviceWarnings)],
  [resourceKey('', 'endpoints'), warnings(endpoints)],
  [resourceKey('', 'nodes'), warnings(node)],
  [resourceKey('', 'serviceaccounts'), warnings(serviceAccount)],
  [resourceKey('', 'persistentvolumes'), warnings(persistentVolumeWarnings)],
  [resourceKey('', 'persistentvolumeclaims'), warnings(claimWarnings)],
  [resourceKey('apps', 'deployments'), deployments],
  [resourceKey('apps', 'replicasets'), deployments],
  [resourceKey('apps', 'statefulsets'), warnings(statefulSet)],
  [resourceKey('apps', 'daemonsets'), daemonSet],
  [resourceKey('batch', 'jobs'), deployments],
  [resourceKey('batch', 'cronjobs'), warnings(cronJob)],
  [resourceKey('discovery.k8s.io', 'endpointslices'), warnings(endpointSlice)],
  [resourceKey('networking.k8s.io', 'ingresses'), warnings(ingress)],
  [resourceKey('node.k8s.io', 'runtimeclasses'), warnings(runtimeClass)],
  [resourceKey('storage.k8s.io', 'storageclasses'), warnings(storageClass)],
  [resourceKey('storage.k8s.io', 'csidrivers'), warnings(csiDriver)],
  [resourceKey('storage.k8s.io', 'csistoragecapacities'), warnings(storageCapacity)],
]);

/** The warnings about objects of a built-in kind, where it has any. */
export function kindWarnings(group: string, plural: string): Warnings | undefined {
  return byKey.get(resourceKey(group, plural));
}
