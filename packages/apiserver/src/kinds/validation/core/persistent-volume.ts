import { internalForm } from '@flux19/builtin-types';
import { deepEqual, type JsonObject, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { goDiff } from '../../go-diff.ts';
import { accessModes, volumeMode } from '../claim-spec.ts';
import { type Check, Field, findings } from '../field.ts';
import { mustStay } from '../immutable.ts';
import { dnsSubdomain, oneOf, unlessEmpty } from '../names.ts';
import { amountPositive, compareAmounts } from '../numbers.ts';
import { nodeSelector } from '../pod/affinity.ts';
import {
  awsElasticBlockStore,
  azureDisk,
  cephfs,
  fc,
  flexVolume,
  flocker,
  gcePersistentDisk,
  hostPath,
  local,
  nfs,
  persistentAzureFile,
  persistentCinder,
  persistentCsi,
  persistentGlusterfs,
  persistentIscsi,
  persistentStorageos,
  quobyte,
  rbd,
  requiring,
  scaleIO,
} from '../pod/volume-sources.ts';

interface Source {
  readonly name: string;
  readonly check: Check;
  /** What Kubernetes calls it in complaints about what it holds. */
  readonly inner?: string;
  /** What Kubernetes calls it when there is another one. */
  readonly extra?: string;
}

function sourcesOf(volume: string): readonly Source[] {
  return [
    { name: 'hostPath', check: hostPath },
    { name: 'gcePersistentDisk', check: gcePersistentDisk, inner: 'persistentDisk' },
    { name: 'awsElasticBlockStore', check: awsElasticBlockStore },
    { name: 'glusterfs', check: persistentGlusterfs },
    { name: 'flocker', check: flocker },
    { name: 'nfs', check: nfs },
    { name: 'rbd', check: rbd },
    { name: 'quobyte', check: quobyte },
    { name: 'cephfs', check: cephfs, extra: 'cephFS' },
    { name: 'iscsi', check: persistentIscsi(volume) },
    { name: 'cinder', check: persistentCinder },
    { name: 'fc', check: fc },
    { name: 'flexVolume', check: flexVolume },
    { name: 'azureFile', check: persistentAzureFile },
    { name: 'vsphereVolume', check: requiring('volumePath') },
    { name: 'photonPersistentDisk', check: requiring('pdID') },
    { name: 'portworxVolume', check: requiring('volumeID') },
    { name: 'azureDisk', check: azureDisk },
    { name: 'scaleIO', check: scaleIO },
    { name: 'local', check: local },
    { name: 'storageos', check: persistentStorageos },
    { name: 'csi', check: persistentCsi },
  ];
}

function lookAtSources(spec: Field, volume: string): void {
  let count = 0;
  for (const { name, check, inner = name, extra = name } of sourcesOf(volume)) {
    const source = spec.child(name);
    if (!source.isSet) continue;
    // A flexVolume may stand beside another one.
    if (count > 0 && name !== 'flexVolume') {
      source.named(extra).forbidden('may not specify more than 1 volume type');
      continue;
    }
    count++;
    source.named(inner).must(check);
    if (name === 'local' && !spec.has('nodeAffinity')) {
      spec.child('nodeAffinity').required('Local volume requires node affinity');
    }
  }
  if (count === 0) spec.required('must specify a volume type');
}

function lookAtCapacity(capacity: Field): void {
  if (capacity.length === 0) capacity.required();
  if (!capacity.has('storage') || capacity.length > 1) capacity.unsupported(['storage'], capacity.shown);
  for (const amount of capacity.entries()) {
    if (compareAmounts(amount.text, '0') < 0) amount.invalid('must be a valid resource quantity', Number(amount.text));
    amount.must(amountPositive);
  }
}

function lookAtVolume(volume: Field): void {
  const spec = volume.child('spec');
  const modes = spec.child('accessModes');
  if (modes.length === 0) modes.required();
  modes.must(accessModes);
  lookAtCapacity(spec.child('capacity'));
  spec.child('persistentVolumeReclaimPolicy').must(unlessEmpty(oneOf('Delete', 'Recycle', 'Retain')));
  const affinity = spec.child('nodeAffinity');
  if (affinity.isSet) {
    if (affinity.has('required')) affinity.child('required').must(nodeSelector);
    else affinity.child('required').required('must specify required node constraints');
  }
  lookAtSources(spec, volume.at('metadata', 'name').text);
  lookAtRecycling(spec);
  spec.child('storageClassName').must(unlessEmpty(dnsSubdomain));
  spec.child('volumeMode').mayBe(volumeMode);
  const attributes = spec.child('volumeAttributesClassName');
  if (!attributes.isSet) return;
  if (attributes.text === '') attributes.required('an empty string is disallowed');
  else attributes.must(dnsSubdomain);
  if (!spec.has('csi')) spec.child('csi').required('has to be specified when using volumeAttributesClassName');
}

function lookAtRecycling(spec: Field): void {
  const policy = spec.child('persistentVolumeReclaimPolicy');
  const isRoot = /^\/+(\.\/*)*$/.test(spec.child('hostPath').textOf('path'));
  if (isRoot && policy.text === 'Recycle') policy.forbidden("may not be 'recycle' for a hostPath mount of '/'");
}

export function validatePersistentVolume(object: KubeObject): FieldError[] {
  return findings(object, lookAtVolume);
}

const sourceNames: ReadonlySet<string> = new Set(sourcesOf('').map(({ name }) => name));

function sourceOf(spec: Field): JsonObject {
  return Object.fromEntries(Object.entries(spec.object ?? {}).filter(([name]) => sourceNames.has(name)));
}

export function validatePersistentVolumeUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (volume) => {
    lookAtVolume(volume);
    const spec = volume.child('spec');
    const before = Field.root(old).child('spec');
    const [now, then] = [withoutExpansion(spec, before), sourceOf(before)];
    if (!deepEqual(now, then)) {
      const changes = goDiff('core.PersistentVolumeSource', then, now);
      const text = `spec.persistentvolumesource is immutable after creation\n${changes}`;
      spec.child('persistentvolumesource').forbidden(text);
    }
    mustStay(volume.child('volumeMode').holding(spec.child('volumeMode').value), before.child('volumeMode'));
    if (before.has('nodeAffinity')) affinityStays(volume, spec.child('nodeAffinity'), before.child('nodeAffinity'));
    const attributes = spec.child('volumeAttributesClassName');
    if (before.has('volumeAttributesClassName') && !attributes.isSet) {
      attributes.forbidden('update from non-nil value to nil is forbidden');
    }
  });
}

/** The secret for expansion may be added later. */
function withoutExpansion(spec: Field, old: Field): JsonObject {
  const now = sourceOf(spec);
  const csi = spec.child('csi');
  const isAdded = old.has('csi') && !old.child('csi').has('controllerExpandSecretRef');
  if (!isAdded || !csi.has('controllerExpandSecretRef')) return now;
  const { controllerExpandSecretRef: _, ...others } = csi.object ?? {};
  return { ...now, csi: others };
}

function affinityStays(volume: Field, affinity: Field, old: Field): void {
  if (deepEqual(affinity.value, old.value)) return;
  const shown = internalForm('*core.VolumeNodeAffinity', affinity.value);
  const text = 'field is immutable, except for updating from beta label to GA';
  volume.child('nodeAffinity').invalid(text, shown);
}
