// Warnings about pods and their templates: pkg/api/pod/warnings.go of Kubernetes, in its order.
import { deepEqual } from '@flux19/objects';
import type { Field } from '../validation/field.ts';
import { addressWarnings } from './addresses.ts';
import { deprecatedLabel, expressionWarnings, labelMapWarnings, termWarnings } from './node-labels.ts';
import { overlapWarnings } from './overlapping-paths.ts';
import { portWarnings } from './pod-ports.ts';
import { fractionWarnings } from './quantities.ts';

const annotations: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
};

const volumeTypes: Readonly<Record<string, readonly [name: string, why: string]>> = {
  photonPersistentDisk: ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  gitRepo: ['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  scaleIO: ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  flocker: ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  storageos: ['storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  quobyte: ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  glusterfs: ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  cephfs: ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  rbd: ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
};

/** Warnings about something with the metadata and the spec of a pod. */
export function* podWarnings(pod: Field): Iterable<string> {
  const spec = pod.child('spec');
  const containers = containersOf(spec);
  yield* nodeWarnings(spec);
  for (const [key, why] of Object.entries(annotations)) yield* annotationWarning(pod, key, why);
  for (const volume of spec.list('volumes')) yield* volumeWarnings(volume);
  yield* overlapWarnings(spec.list('volumes'));
  yield* repeated(spec.list('hostAliases'), 'ip');
  yield* repeated(spec.list('imagePullSecrets'), 'name');
  for (const secret of spec.list('imagePullSecrets')) {
    if (secret.textOf('name') === '') yield `${secret.child('name').path}: invalid empty name ""`;
  }
  yield* fractionWarnings(spec.child('overhead'));
  if (!spec.child('securityContext').has('seccompProfile')) {
    yield* annotationWarning(pod, 'seccomp.security.alpha.kubernetes.io/pod', seccomp);
  }
  for (const container of containers) yield* containerWarnings(pod, container);
  yield* portWarnings(containers);
  const grace = spec.child('terminationGracePeriodSeconds');
  if (grace.number < 0) yield `${grace.path}: must be >= 0; negative values are invalid and will be treated as 1`;
  yield* affinityWarnings(spec.child('affinity'));
  for (const server of spec.child('dnsConfig').list('nameservers')) yield* addressWarnings(server);
  for (const alias of spec.list('hostAliases')) yield* addressWarnings(alias.child('ip'));
}

function containersOf(spec: Field): Field[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((name) => spec.list(name));
}

function* annotationWarning(pod: Field, key: string, why: string): Iterable<string> {
  const annotation = pod.at('metadata', 'annotations').key(key);
  if (annotation.isSet) yield `${annotation.path}: ${why}`;
}

function* nodeWarnings(spec: Field): Iterable<string> {
  yield* labelMapWarnings(spec.child('nodeSelector'), (entry) => entry.path);
  const affinity = spec.at('affinity', 'nodeAffinity');
  yield* termWarnings(affinity.child('requiredDuringSchedulingIgnoredDuringExecution'));
  for (const term of affinity.list('preferredDuringSchedulingIgnoredDuringExecution')) {
    yield* expressionWarnings(term.child('preference'), true);
  }
  for (const constraint of spec.list('topologySpreadConstraints')) {
    const key = constraint.child('topologyKey');
    const why = deprecatedLabel(key.text);
    if (why !== undefined) yield `${key.path}: ${key.text} is ${why}`;
    yield* selectorWarning(constraint);
  }
}

function* selectorWarning(owner: Field): Iterable<string> {
  const selector = owner.child('labelSelector');
  if (!selector.isSet) yield `${selector.path}: a null labelSelector results in matching no pod`;
}

function* affinityWarnings(affinity: Field): Iterable<string> {
  for (const name of ['podAffinity', 'podAntiAffinity']) {
    const terms = affinity.child(name);
    for (const term of terms.list('requiredDuringSchedulingIgnoredDuringExecution')) yield* selectorWarning(term);
    for (const term of terms.list('preferredDuringSchedulingIgnoredDuringExecution')) {
      yield* selectorWarning(term.child('podAffinityTerm'));
    }
  }
}

function* volumeWarnings(volume: Field): Iterable<string> {
  for (const [field, [name, why]] of Object.entries(volumeTypes)) {
    if (volume.has(field)) yield `${volume.child(name).path}: ${why}`;
    if (field === 'glusterfs') {
      yield* fractionWarnings(volume.at('ephemeral', 'volumeClaimTemplate', 'spec', 'resources', 'requests'));
      yield* fractionWarnings(volume.at('ephemeral', 'volumeClaimTemplate', 'spec', 'resources', 'limits'));
    }
  }
}

function* repeated(list: readonly Field[], name: string): Iterable<string> {
  const seen = new Set<string>();
  for (const item of list) {
    const text = item.textOf(name);
    if (seen.has(text)) yield `${item.child(name).path}: duplicate ${name} ${JSON.stringify(text)}`;
    seen.add(text);
  }
}

const seccomp = 'non-functional in v1.27+; use the "seccompProfile" field instead';
const appArmor = 'deprecated since v1.30; use the "appArmorProfile" field instead';

function* containerWarnings(pod: Field, container: Field): Iterable<string> {
  const name = container.textOf('name');
  const security = container.child('securityContext');
  if (!security.has('seccompProfile')) {
    yield* annotationWarning(pod, `container.seccomp.security.alpha.kubernetes.io/${name}`, seccomp);
  }
  if (pod.path !== '' && !security.has('appArmorProfile')) {
    const key = `container.apparmor.security.beta.kubernetes.io/${name}`;
    const annotation = pod.at('metadata', 'annotations').textOf(key);
    const ofPod = pod.at('spec', 'securityContext', 'appArmorProfile').value;
    if (!deepEqual(ofPod ?? null, profileOf(annotation))) yield* annotationWarning(pod, key, appArmor);
  }
  yield* fractionWarnings(container.at('resources', 'limits'), container.at('resources', 'requests'));
  yield* hiddenVariables(container.list('env'));
}

function profileOf(annotation: string): Readonly<Record<string, string>> | undefined {
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  const [, localhostProfile] = /^localhost\/(.*)$/.exec(annotation) ?? [];
  return localhostProfile === undefined ? undefined : { type: 'Localhost', localhostProfile };
}

/** A variable may be defined again when its new value holds the old one. */
function* hiddenVariables(variables: readonly Field[]): Iterable<string> {
  const seen = new Set<string>();
  for (const variable of variables) {
    const name = variable.textOf('name');
    const [value, reference] = [variable.textOf('value'), `$(${name})`];
    const holdsOld = !variable.has('valueFrom') && value !== reference && value.includes(reference);
    if (seen.has(name) && !holdsOld) {
      yield `${variable.path}: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`;
    }
    seen.add(name);
  }
}
