// Warnings about volumes and claims: pkg/api/persistentvolume and pkg/api/persistentvolumeclaim of Kubernetes.
import type { Field } from '../validation/field.ts';
import { termWarnings } from './node-labels.ts';
import { fractionWarnings } from './quantities.ts';

const storageClass = {
  'volume.beta.kubernetes.io/storage-class': 'deprecated since v1.8; use "storageClassName" attribute instead',
};
const volumeAnnotations = {
  ...storageClass,
  'volume.beta.kubernetes.io/mount-options': 'deprecated since v1.31; use "mountOptions" attribute instead',
};

function* annotationWarnings(object: Field, annotations: Readonly<Record<string, string>>): Iterable<string> {
  for (const [name, why] of Object.entries(annotations)) {
    const annotation = object.at('metadata', 'annotations').key(name);
    if (annotation.isSet) yield `${annotation.path}: ${why}`;
  }
}

const volumeTypes: Readonly<Record<string, readonly [name: string, why: string]>> = {
  cephfs: ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  photonPersistentDisk: ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  scaleIO: ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  storageos: ['storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  glusterfs: ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  rbd: ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
};

export function* persistentVolumeWarnings(volume: Field): Iterable<string> {
  const spec = volume.child('spec');
  yield* annotationWarnings(volume, volumeAnnotations);
  const policy = spec.child('persistentVolumeReclaimPolicy');
  if (policy.text === 'Recycle') {
    const advice = 'Instead, the recommended approach is to use dynamic provisioning.';
    yield `${policy.path}: The Recycle reclaim policy is deprecated. ${advice}`;
  }
  yield* termWarnings(spec.at('nodeAffinity', 'required'));
  for (const [field, [name, why]] of Object.entries(volumeTypes)) {
    if (spec.has(field)) yield `${spec.child(name).path}: ${why}`;
  }
}

export function* claimWarnings(claim: Field): Iterable<string> {
  yield* annotationWarnings(claim, storageClass);
  yield* fractionWarnings(claim.at('spec', 'resources', 'requests'), claim.at('spec', 'resources', 'limits'));
}
