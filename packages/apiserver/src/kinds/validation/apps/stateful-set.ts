import { internalForm } from '@flux19/builtin-types';
import type { JsonObject, KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { claimSpec } from '../claim-spec.ts';
import { type Check, Field, findings } from '../field.ts';
import { mustStay } from '../immutable.ts';
import { labelSelector } from '../labels.ts';
import { dnsLabel, oneOf, unlessEmpty } from '../names.ts';
import { notNegative } from '../numbers.ts';
import { lookAtPodTemplate } from '../pod/pod-template.ts';
import { isEmptySelector, templateMustMatch } from '../selectors.ts';
import { statefulSetStrategy } from './strategies.ts';
import { templateMustRun } from './workloads.ts';

const management: Check = (field) => {
  if (field.text === '') field.required();
  else if (field.text !== 'OrderedReady' && field.text !== 'Parallel') {
    field.invalid("must be 'OrderedReady' or 'Parallel'");
  }
};

const retention: Check = oneOf('Retain', 'Delete');

function lookAtStatefulSet(set: Field, isNew: boolean): void {
  const spec = set.child('spec');
  const selector = spec.child('selector');
  spec.child('podManagementPolicy').must(management);
  spec.child('updateStrategy').must(statefulSetStrategy);
  const claims = spec.child('persistentVolumeClaimRetentionPolicy');
  if (claims.isSet) for (const name of ['whenDeleted', 'whenScaled']) claims.child(name).must(retention);
  if (isNew) for (const claim of spec.list('volumeClaimTemplates')) claim.child('spec').must(claimSpec);
  spec.child('replicas').must(notNegative);
  spec.child('minReadySeconds').must(notNegative);
  spec.child('ordinals.start').holding(spec.child('ordinals').child('start').value).must(notNegative);
  if (isNew) spec.child('serviceName').must(unlessEmpty(dnsLabel));
  if (selector.isSet) {
    selector.must(labelSelector);
    if (isEmptySelector(selector)) selector.invalid('empty selector is invalid for statefulset');
  }
  lookAtTemplate(spec, selector);
  templateMustRun(spec.child('template'), 'StatefulSet');
}

/** The controller sets host names and adds a volume for each claim. */
function lookAtTemplate(spec: Field, selector: Field): void {
  const template = spec.child('template');
  const changed = template.holding(withClaimVolumes(spec, template));
  if (!templateMustMatch(selector, template)) {
    selector.invalid('');
    return;
  }
  lookAtPodTemplate(changed);
}

function withClaimVolumes(spec: Field, template: Field): JsonObject {
  const claims = spec.list('volumeClaimTemplates').map((claim) => claim.child('metadata').textOf('name'));
  const { subdomain: _, hostname: __, ...podSpec } = template.child('spec').object ?? {};
  if (claims.length === 0) return { ...template.object, spec: podSpec };
  const own = template
    .child('spec')
    .list('volumes')
    .map((volume) => volume.object ?? {});
  const kept = own.filter((volume) => !claims.includes(String(volume['name'])));
  const added = [...new Set(claims)].map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return { ...template.object, spec: { ...podSpec, volumes: [...added, ...kept] } };
}

export function validateStatefulSet(object: KubeObject): FieldError[] {
  return findings(object, (set) => {
    lookAtStatefulSet(set, true);
    const selector = set.at('spec', 'selector');
    if (!selector.isSet) selector.required();
  });
}

const fixed = ['selector', 'volumeClaimTemplates', 'serviceName', 'podManagementPolicy'];

function shownOf(field: Field): unknown {
  if (field.name === 'volumeClaimTemplates') return internalForm('[]core.PersistentVolumeClaim', field.value);
  return field.name === 'selector' ? field.shown : field.text;
}

export function validateStatefulSetUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (set) => {
    lookAtStatefulSet(set, false);
    const before = Field.root(old);
    for (const name of fixed) {
      const field = set.at('spec', name);
      mustStay(field, before.at('spec', name), shownOf(field));
    }
    const selector = set.at('spec', 'selector');
    if (!selector.isSet) selector.required();
  });
}
