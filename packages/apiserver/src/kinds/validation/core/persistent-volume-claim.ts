import { deepEqual, type JsonObject, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { goDiff } from '../../go-diff.ts';
import { claimSpec } from '../claim-spec.ts';
import { Field, findings } from '../field.ts';
import { mustStay } from '../immutable.ts';
import { compareAmounts } from '../numbers.ts';

const classAnnotation = 'volume.beta.kubernetes.io/storage-class';

export function validatePersistentVolumeClaim(object: KubeObject): FieldError[] {
  return findings(object, (claim) => {
    claim.child('spec').must(claimSpec);
  });
}

export function validatePersistentVolumeClaimUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (claim) => {
    const before = Field.root(old);
    const spec = claim.child('spec');
    const oldSpec = before.child('spec');
    spec.must(claimSpec);
    const annotation = claim.at('metadata', 'annotations', classAnnotation);
    const oldAnnotation = before.at('metadata', 'annotations', classAnnotation);
    if (annotation.value !== oldAnnotation.value) annotation.invalid('field is immutable', annotation.text);
    specMustStay(claim, before);
    sizeMustNotFall(claim, before);
    mustStay(claim.child('volumeMode').holding(spec.child('volumeMode').value), oldSpec.child('volumeMode'));
    attributesStay(spec.child('volumeAttributesClassName'), before);
  });
}

function storageOf(spec: Field): string {
  return spec.at('resources', 'requests').textOf('storage');
}

/** What may change is set to what it was: the volume once, the class while there is none, the size when bound. */
function specMustStay(claim: Field, old: Field): void {
  const isBound = claim.child('status').textOf('phase') === 'Bound';
  const spec: JsonObject = { ...claim.child('spec').object };
  const before: JsonObject = { ...old.child('spec').object };
  if (before['volumeName'] === undefined && spec['volumeName'] !== undefined) before['volumeName'] = spec['volumeName'];
  if (before['storageClassName'] === undefined && spec['storageClassName'] !== undefined) {
    delete spec['storageClassName'];
  }
  if (isBound) {
    const requests = claim.at('spec', 'resources', 'requests').object;
    const storage = storageOf(old.child('spec'));
    if (requests !== undefined) {
      spec['resources'] = { ...claim.at('spec', 'resources').object, requests: { ...requests, storage } };
    }
    const attributes = before['volumeAttributesClassName'];
    delete spec['volumeAttributesClassName'];
    if (attributes !== undefined) spec['volumeAttributesClassName'] = attributes;
  }
  if (deepEqual(spec, before)) return;
  const rule =
    'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
  claim.child('spec').forbidden(`${rule}\n${goDiff('core.PersistentVolumeClaimSpec', before, spec)}`);
}

/** Who has asked for too much may ask for less, but for more than there is already. */
function sizeMustNotFall(claim: Field, old: Field): void {
  const size = storageOf(claim.child('spec')) || '0';
  if (compareAmounts(size, storageOf(old.child('spec')) || '0') >= 0) return;
  const capacity = old.at('status', 'capacity').textOf('storage') || '0';
  if (compareAmounts(size, capacity) > 0) return;
  const field = claim.at('spec', 'resources', 'requests', 'storage');
  field.forbidden('field can not be less than status.capacity');
}

function attributesStay(attributes: Field, old: Field): void {
  if (attributes.value === old.at('spec', 'volumeAttributesClassName').value) return;
  if (!old.child('status').has('currentVolumeAttributesClassName')) return;
  const what = attributes.isSet ? 'empty string' : 'nil';
  if (attributes.text !== '') return;
  attributes.forbidden(`update to ${what} is forbidden when status.currentVolumeAttributesClassName is not nil`);
}

export function validatePersistentVolumeClaimStatus(object: KubeObject): FieldError[] {
  return findings(object, (claim) => {
    if (claim.at('spec', 'accessModes').length === 0) claim.child('Spec').child('accessModes').required();
    for (const amount of claim.at('status', 'capacity').entries()) {
      if (compareAmounts(amount.text, '0') < 0) {
        amount.invalid('must be a valid resource quantity', Number(amount.text));
      }
    }
  });
}
