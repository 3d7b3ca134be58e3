// Pods themselves, and what may change about them.
import { deepEqual, type JsonObject, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { goDiff } from '../../go-diff.ts';
import { ephemeralContainersStay } from '../../pods/ephemeral-containers.ts';
import { Field, findings } from '../field.ts';
import { between, largest32, notNegative } from '../numbers.ts';
import { annotationsMustStay, lookAtPodAnnotations, mirrorAnnotation, profilesMustAgree } from './annotations.ts';
import { trimmedImage } from './containers.ts';
import { lookAtPodSpec } from './pod-spec.ts';
import { lookAtResize, unresizable } from './resize.ts';
import { toleration } from './scheduling.ts';

/** What pods and changed pods must be. */
function lookAtPod(pod: Field): void {
  const metadata = pod.child('metadata');
  const annotations = metadata.child('annotations');
  const spec = pod.child('spec');
  lookAtPodAnnotations(annotations, spec);
  lookAtPodSpec(spec, { name: metadata.textOf('name'), isMirror: annotations.key(mirrorAnnotation).isSet });
  if (spec.textOf('serviceAccountName') === '') tokensNeedAccount(spec);
  spec.child('terminationGracePeriodSeconds').mayBe(notNegative);
  for (const container of [...spec.list('containers'), ...spec.list('initContainers')]) container.must(trimmedImage);
}

function tokensNeedAccount(spec: Field): void {
  for (const source of spec.list('volumes').flatMap((volume) => volume.child('projected').list('sources'))) {
    if (source.has('serviceAccountToken')) {
      source.child('serviceAccountToken').forbidden('must not be specified when serviceAccountName is not set');
    }
  }
}

export function validatePod(object: KubeObject): FieldError[] {
  return findings(object, (pod) => {
    lookAtPod(pod);
    const spec = pod.child('spec');
    if (spec.child('ephemeralContainers').length > 0) {
      spec.child('ephemeralContainers').forbidden('cannot be set on create');
    }
    if (spec.textOf('nodeName') !== '' && spec.child('schedulingGates').length > 0) {
      spec.child('nodeName').forbidden('cannot be set until all schedulingGates have been cleared');
    }
    profilesMustAgree(pod.at('metadata', 'annotations'), spec);
  });
}

export function validatePodUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (pod) => {
    lookAtPod(pod);
    const before = Field.root(old);
    annotationsMustStay(pod.at('metadata', 'annotations'), before.at('metadata', 'annotations'));
    lookAtPodAnnotations(pod.at('metadata', 'annotations'), pod.child('spec'));
    lookAtChanges(pod.child('spec'), before.child('spec'));
  });
}

/** What may be written to the ephemeral containers of a pod, with everything else as it was. */
export function validateEphemeralContainers(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (pod) => {
    lookAtPod(pod);
    const before = Field.root(old);
    annotationsMustStay(pod.at('metadata', 'annotations'), before.at('metadata', 'annotations'));
    if (before.at('metadata', 'annotations').key(mirrorAnnotation).isSet) {
      pod.key('').forbidden('static pods do not support ephemeral containers');
    }
    ephemeralContainersStay(pod, before);
  });
}

/** What may be written to the resources of a pod, with everything else as it was. */
export function validateResize(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (pod) => {
    const before = Field.root(old);
    const reason = unresizable(before);
    if (reason !== undefined) {
      pod.key('').forbidden(`${reason} pods cannot be resized`);
      return;
    }
    lookAtPod(pod);
    lookAtResize(pod, before);
  });
}

function lookAtChanges(spec: Field, old: Field): void {
  if (!containersStay(spec, old, 'containers') || !containersStay(spec, old, 'initContainers')) return;
  if (!deadlineShrinks(spec.child('activeDeadlineSeconds'), old.child('activeDeadlineSeconds'))) return;
  tolerationsStay(spec.child('tolerations'), old);
  gatesGo(spec.list('schedulingGates'), old);
  if (deepEqual(spec.value, old.value)) return;
  const munged = withOldValues(spec.object ?? {}, old.object ?? {});
  if (old.child('schedulingGates').length > 0) gatedPodChanges(spec, old, munged);
  if (deepEqual(munged, old.value)) return;
  const fields = changeable.join(',');
  const text = `pod updates may not change fields other than ${fields}\n`;
  spec.forbidden(text + goDiff('core.PodSpec', old.value, munged));
}

const changeable = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
];

/** False when there is no sense in looking further. */
function containersStay(spec: Field, old: Field, name: string): boolean {
  const containers = spec.list(name);
  if (containers.length !== old.list(name).length) {
    spec.child(name).forbidden('pod updates may not add or remove containers');
    return false;
  }
  for (const container of containers) {
    if (container.textOf('image') === '') container.child('image').required();
    container.must(trimmedImage);
  }
  return true;
}

/** A deadline may be set and come nearer. */
function deadlineShrinks(deadline: Field, old: Field): boolean {
  if (!deadline.isSet) {
    if (old.isSet) deadline.invalid('must not update from a positive integer to nil value', null);
    return true;
  }
  const before = deadline.findings.length;
  deadline.must(between(0, largest32));
  if (deadline.findings.length === before && old.isSet && old.number < deadline.number) {
    deadline.invalid('must be less than or equal to previous value');
  }
  return deadline.findings.length === before;
}

function tolerationsStay(list: Field, old: Field): void {
  const timeless = (item: Field): JsonObject => ({ ...item.object, tolerationSeconds: 0 });
  const now = list.items().map(timeless);
  if (old.list('tolerations').some((item) => !now.some((one) => deepEqual(one, timeless(item))))) {
    list.forbidden('existing toleration can not be modified except its tolerationSeconds');
    return;
  }
  for (const item of list.items()) item.must(toleration);
}

function gatesGo(gates: readonly Field[], old: Field): void {
  const known = new Set(old.list('schedulingGates').map((gate) => gate.textOf('name')));
  for (const gate of gates) {
    const name = gate.textOf('name');
    if (known.has(name)) continue;
    gate.child('name').forbidden(`only deletion is allowed, but found new scheduling gate '${name}'`);
  }
}

/** The new spec with the old values of all fields that may change. */
function withOldValues(spec: JsonObject, old: JsonObject): JsonObject {
  const result: JsonObject = { ...spec };
  for (const name of ['activeDeadlineSeconds', 'schedulingGates', 'tolerations']) restore(result, old, name);
  for (const name of ['containers', 'initContainers']) {
    const before = old[name];
    if (!Array.isArray(before) || !Array.isArray(result[name])) continue;
    result[name] = (result[name] as JsonObject[]).map((container, position) => ({
      ...container,
      image: (before[position] as JsonObject | undefined)?.['image'] ?? '',
    }));
  }
  const grace = old['terminationGracePeriodSeconds'];
  if (typeof grace === 'number' && grace < 0 && result['terminationGracePeriodSeconds'] === 1) {
    result['terminationGracePeriodSeconds'] = grace;
  }
  return result;
}

function restore(target: JsonObject, old: JsonObject, name: string): void {
  const value = old[name];
  if (value === undefined) delete target[name];
  else target[name] = value;
}

/** Until a pod may be scheduled, its demands on nodes may become stricter. */
function gatedPodChanges(spec: Field, old: Field, munged: JsonObject): void {
  const selector = spec.child('nodeSelector');
  const before = old.child('nodeSelector');
  if (!deepEqual(selector.value, before.value)) {
    for (const entry of before.entries()) {
      if (selector.key(entry.name).value !== entry.value) {
        selector.invalid('only additions to spec.nodeSelector are allowed (no mutations or deletions)');
        break;
      }
    }
    restore(munged, old.object ?? {}, 'nodeSelector');
  }
}
