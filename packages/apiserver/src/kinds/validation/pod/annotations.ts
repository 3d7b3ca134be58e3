// Annotations that mean something for pods, in the forms of older versions of Kubernetes.
import type { Check, Field } from '../field.ts';
import { descendingPath } from '../names.ts';
import { everyContainer } from './system.ts';

const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/';
const seccompOfPod = 'seccomp.security.alpha.kubernetes.io/pod';
const seccompPrefix = 'container.seccomp.security.alpha.kubernetes.io/';
const deletionCost = 'controller.kubernetes.io/pod-deletion-cost';
/** Says that a pod stands for one that a kubelet runs by itself. */
export const mirrorAnnotation = 'kubernetes.io/config.mirror';

function isInteger32(text: string): boolean {
  return /^(0|-?[1-9]\d*)$/.test(text) && Math.abs(Number(text)) < 2 ** 31;
}

const seccompProfile: Check = (field) => {
  const { text } = field;
  if (text === 'runtime/default' || text === 'docker/default' || text === 'unconfined') return;
  if (text.startsWith('localhost/')) field.holding(text.slice('localhost/'.length)).must(descendingPath);
  else field.invalid('must be a valid seccomp profile', text);
};

/** Annotations of a pod or a template with this spec. */
export function lookAtPodAnnotations(annotations: Field, spec: Field): void {
  if (!annotations.isSet) return;
  const mirror = annotations.key(mirrorAnnotation);
  if (mirror.isSet && spec.textOf('nodeName') === '') {
    mirror.invalid('must set spec.nodeName if mirror pod annotation is set');
  }
  const cost = annotations.key(deletionCost);
  if (cost.isSet && !isInteger32(cost.text)) cost.invalid('must be a 32bit integer');
  for (const annotation of annotations.entries()) {
    if (annotation.name === seccompOfPod || annotation.name.startsWith(seccompPrefix)) {
      annotations.child(annotation.name).must(seccompProfile);
    }
  }
  for (const annotation of annotations.entries()) {
    if (annotation.name.startsWith(appArmorPrefix)) lookAtAppArmor(annotation, spec);
  }
}

function lookAtAppArmor(annotation: Field, spec: Field): void {
  const container = annotation.name.slice(appArmorPrefix.length);
  if (!everyContainer(spec).some((one) => one.textOf('name') === container)) {
    annotation.invalid('container not found', container);
  }
  const profile = annotation.text;
  if (profile === '' || profile === 'runtime/default' || profile === 'unconfined') return;
  if (!profile.startsWith('localhost/')) {
    annotation.invalid(`invalid AppArmor profile name: ${JSON.stringify(profile)}`, profile);
  }
}

interface ProfileStyle {
  readonly what: string;
  readonly field: string;
  readonly defaults: readonly string[];
}

const seccompStyle: ProfileStyle = {
  what: 'seccomp',
  field: 'seccompProfile',
  defaults: ['runtime/default', 'docker/default'],
};
const appArmorStyle: ProfileStyle = { what: 'apparmor', field: 'appArmorProfile', defaults: ['runtime/default'] };

function profilesMustMatch(annotation: string, profile: Field, shown: Field, style: ProfileStyle): void {
  const typeText = `${style.what} type in annotation and field must match`;
  const type = profile.textOf('type');
  if (type === 'Unconfined' && annotation !== 'unconfined') shown.child('type').forbidden(typeText);
  if (type === 'RuntimeDefault' && !style.defaults.includes(annotation)) shown.child('type').forbidden(typeText);
  if (type !== 'Localhost') return;
  if (!annotation.startsWith('localhost/')) shown.child('type').forbidden(typeText);
  else if (annotation !== `localhost/${profile.textOf('localhostProfile')}`) {
    shown.child('localhostProfile').forbidden(`${style.what} profile in annotation and field must match`);
  }
}

/** Profiles that stand in an annotation and in a field as well must be the same. */
export function profilesMustAgree(annotations: Field, spec: Field): void {
  if (!annotations.isSet) return;
  const ofPod = spec.child('securityContext');
  const whole = annotations.key(seccompOfPod);
  const profile = ofPod.child('seccompProfile');
  if (whole.isSet && profile.isSet) profilesMustMatch(whole.text, profile, profile, seccompStyle);
  for (const container of everyContainer(spec)) {
    const own = container.at('securityContext', 'seccompProfile');
    const annotation = annotations.key(seccompPrefix + container.textOf('name'));
    if (own.isSet && annotation.isSet) profilesMustMatch(annotation.text, own, own, seccompStyle);
  }
  if (spec.child('os').textOf('name') === 'windows') return;
  for (const container of everyContainer(spec)) {
    const own = container.at('securityContext', 'appArmorProfile');
    const effective = own.isSet ? own : ofPod.child('appArmorProfile');
    const annotation = annotations.key(appArmorPrefix + container.textOf('name'));
    if (effective.isSet && annotation.isSet) profilesMustMatch(annotation.text, effective, own, appArmorStyle);
  }
}

const forbiddenTo = (change: string, key: string): string | undefined => {
  if (key.startsWith(appArmorPrefix)) return `may not ${change} AppArmor annotations`;
  return key === mirrorAnnotation ? `may not ${change} mirror pod annotation` : undefined;
};

/** Some annotations are made with the pod and stay. */
export function annotationsMustStay(annotations: Field, old: Field): void {
  for (const before of old.entries()) {
    const text = forbiddenTo('remove or update', before.name);
    if (text !== undefined && annotations.key(before.name).text !== before.text) {
      annotations.key(before.name).forbidden(text);
    }
  }
  for (const added of annotations.entries()) {
    const text = forbiddenTo('add', added.name);
    if (text !== undefined && !old.has(added.name)) added.forbidden(text);
  }
}
