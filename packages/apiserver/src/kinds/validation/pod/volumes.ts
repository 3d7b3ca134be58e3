import { isDns1123Subdomain } from '@flux19/objects';
import { claimTemplate } from '../claim-spec.ts';
import type { Check, Field } from '../field.ts';
import { dnsLabel, nonEmpty } from '../names.ts';
import { compareAmounts } from '../numbers.ts';
import { downwardApi, filesOf, projected } from './file-projections.ts';
import { pullPolicy } from './pull-policy.ts';
import {
  awsElasticBlockStore,
  azureDisk,
  azureFile,
  cephfs,
  cinder,
  csi,
  fc,
  flexVolume,
  flocker,
  gcePersistentDisk,
  gitRepo,
  glusterfs,
  hostPath,
  initiatorTooLong,
  iscsi,
  isInitiatorTooLong,
  nfs,
  quobyte,
  rbd,
  requiring,
  scaleIO,
  storageos,
} from './volume-sources.ts';

const emptyDirMode = 0o1777;

const emptyDir: Check = (source) => {
  const limit = source.child('sizeLimit');
  if (limit.isSet && compareAmounts(limit.text, '0') < 0) {
    limit.forbidden('SizeLimit field must be a valid resource quantity');
  }
  const mode = source.child('mode');
  if (mode.isSet && (mode.number < 0 || mode.number > emptyDirMode)) {
    mode.invalid('must be a number between 0 and 01777 (octal), both inclusive');
  }
};

const ephemeral: Check = (source) => {
  const template = source.child('volumeClaimTemplate');
  if (template.isSet) template.must(claimTemplate);
  else template.required();
};

const image: Check = (source) => {
  source.must(requiring('reference'));
  source.child('pullPolicy').must(pullPolicy);
};

/** Sources in the order in which Kubernetes looks at them. It calls some by other names when there are too many. */
const sources: readonly {
  readonly name: string;
  readonly check: Check;
  readonly inner?: string;
  readonly extra?: string;
}[] = [
  { name: 'emptyDir', check: emptyDir },
  { name: 'hostPath', check: hostPath },
  { name: 'gitRepo', check: gitRepo },
  { name: 'gcePersistentDisk', check: gcePersistentDisk, inner: 'persistentDisk' },
  { name: 'awsElasticBlockStore', check: awsElasticBlockStore },
  { name: 'secret', check: filesOf('secretName') },
  { name: 'nfs', check: nfs },
  { name: 'iscsi', check: iscsi },
  { name: 'glusterfs', check: glusterfs },
  { name: 'flocker', check: flocker },
  { name: 'persistentVolumeClaim', check: requiring('claimName') },
  { name: 'rbd', check: rbd },
  { name: 'cinder', check: cinder },
  { name: 'cephfs', check: cephfs, extra: 'cephFS' },
  { name: 'quobyte', check: quobyte },
  { name: 'downwardAPI', check: downwardApi, extra: 'downwarAPI' },
  { name: 'fc', check: fc },
  { name: 'flexVolume', check: flexVolume },
  { name: 'configMap', check: filesOf('name') },
  { name: 'azureFile', check: azureFile },
  { name: 'vsphereVolume', check: requiring('volumePath') },
  { name: 'photonPersistentDisk', check: requiring('pdID') },
  { name: 'portworxVolume', check: requiring('volumeID') },
  { name: 'azureDisk', check: azureDisk },
  { name: 'storageos', check: storageos },
  { name: 'projected', check: projected },
  { name: 'scaleIO', check: scaleIO },
  { name: 'csi', check: csi },
  { name: 'ephemeral', check: ephemeral },
  { name: 'image', check: image },
];

function lookAtSource(volume: Field, pod: string): void {
  const present = sources.filter(({ name }) => volume.has(name));
  for (const [position, { name, check, inner = name, extra = name }] of present.entries()) {
    const source = volume.child(name);
    if (position > 0) source.named(extra).forbidden('may not specify more than 1 volume type');
    else source.named(inner).must(check);
    if (name === 'iscsi' && isInitiatorTooLong(source, volume.textOf('name'))) {
      volume.child('name').invalid(initiatorTooLong);
    }
    if (name === 'ephemeral' && position === 0) claimNameMustFit(volume.child('name'), pod);
  }
  if (present.length === 0) volume.required('must specify a volume type');
}

/** The claim of an ephemeral volume is named after the pod and the volume. */
function claimNameMustFit(name: Field, pod: string): void {
  if (pod === '' || name.text === '') return;
  const claim = `${pod}-${name.text}`;
  for (const detail of isDns1123Subdomain(claim)) name.invalid(`PVC name ${JSON.stringify(claim)}: ${detail}`);
}

/** The volumes of a pod that are good, by name. */
export type Volumes = ReadonlyMap<string, Field>;

/** Looks at the volumes of a pod with this name, which is empty for templates. */
export function lookAtVolumes(volumes: readonly Field[], pod: string): Volumes {
  const good = new Map<string, Field>();
  const claims = new Set(volumes.filter((one) => one.has('ephemeral')).map((one) => `${pod}-${one.textOf('name')}`));
  for (const volume of volumes) {
    const before = volume.findings.length;
    lookAtSource(volume, pod);
    const name = volume.child('name');
    name.must(nonEmpty(dnsLabel));
    if (good.has(name.text)) name.duplicate();
    if (volume.findings.length === before) good.set(name.text, volume);
    const claim = volume.child('persistentVolumeClaim').child('claimName');
    if (pod !== '' && volume.has('persistentVolumeClaim') && claims.has(claim.text)) {
      claim.invalid('must not reference a PVC that gets created for an ephemeral volume');
    }
  }
  return good;
}
