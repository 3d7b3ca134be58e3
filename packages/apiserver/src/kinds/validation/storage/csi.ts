// CSIDriver, CSINode, CSIStorageCapacity and VolumeAttachment.
import { internalForm } from '@flux19/builtin-types';
import { deepEqual, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { type Check, Field, findings } from '../field.ts';
import { mustStay, staysByType } from '../immutable.ts';
import { labelSelector } from '../labels.ts';
import { dnsSubdomain, oneOf, qualifiedName } from '../names.ts';
import { amountNotNegative, notNegative } from '../numbers.ts';
import { driverName } from '../pod/volume-sources.ts';

const leastTokenSeconds = 600;
const mostTokenSeconds = 2 ** 32;
const leastPeriodSeconds = 10;

function lookAtTokens(list: Field): void {
  const audiences = new Set<string>();
  for (const request of list.items()) {
    const audience = request.textOf('audience');
    if (audiences.has(audience)) {
      request.child('audience').duplicate(audience);
      continue;
    }
    audiences.add(audience);
    const seconds = request.child('expirationSeconds');
    if (!seconds.isSet) continue;
    if (seconds.number < leastTokenSeconds) seconds.invalid('may not specify a duration less than 10 minutes');
    if (seconds.number > mostTokenSeconds) seconds.invalid('may not specify a duration larger than 2^32 seconds');
  }
}

const needed: readonly (readonly [name: string, shown: string])[] = [
  ['attachRequired', 'attachedRequired'],
  ['podInfoOnMount', 'podInfoOnMount'],
  ['storageCapacity', 'storageCapacity'],
];

function lookAtDriver(spec: Field): void {
  for (const [name, shown] of needed) if (!spec.has(name)) spec.child(shown).required();
  spec.child('fsGroupPolicy').mayBe(oneOf('File', 'None', 'ReadWriteOnceWithFSType'));
  lookAtTokens(spec.child('tokenRequests'));
  const modes = spec.child('volumeLifecycleModes');
  for (const mode of spec.textsOf('volumeLifecycleModes')) {
    modes.holding(mode).must(oneOf('Persistent', 'Ephemeral'));
  }
  if (!spec.has('seLinuxMount')) spec.child('seLinuxMount').required();
  const period = spec.child('nodeAllocatableUpdatePeriodSeconds');
  if (period.isSet && period.number < leastPeriodSeconds) {
    period.invalid(`must be greater than or equal to ${leastPeriodSeconds} seconds`);
  }
  const inSecrets = spec.child('serviceAccountTokenInSecrets');
  if (inSecrets.isSet && spec.child('tokenRequests').length === 0) {
    inSecrets.invalid('serviceAccountTokenInSecrets is set but no tokenRequests are specified');
  }
}

export function validateCsiDriver(object: KubeObject): FieldError[] {
  return findings(object, (driver) => lookAtDriver(driver.child('spec')));
}

export function validateCsiDriverUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (driver) => {
    const spec = driver.child('spec');
    const before = Field.root(old).child('spec');
    lookAtDriver(spec);
    mustStay(spec.child('attachRequired').named('attachedRequired'), before.child('attachRequired'));
    mustStay(spec.child('volumeLifecycleModes'), before.child('volumeLifecycleModes'));
  });
}

const nodeIdLimit = 256;

function lookAtNode(node: Field): void {
  const names = new Set<string>();
  for (const driver of node.child('spec').list('drivers')) {
    const name = driver.child('name');
    name.must(driverName);
    const id = driver.child('nodeID');
    if (id.text === '') id.required();
    if (id.length > nodeIdLimit) id.invalid(`must be ${nodeIdLimit} characters or less`);
    driver.at('allocatable', 'count').mayBe(notNegative);
    if (names.has(name.text)) name.duplicate(name.text);
    names.add(name.text);
    lookAtTopologyKeys(driver);
  }
}

/** Kubernetes complains about the keys at the driver. */
function lookAtTopologyKeys(driver: Field): void {
  const seen = new Set<string>();
  for (const key of driver.textsOf('topologyKeys')) {
    if (key === '') driver.required();
    if (seen.has(key)) driver.duplicate(key);
    seen.add(key);
    driver.holding(key).must(qualifiedName);
  }
}

export function validateCsiNode(object: KubeObject): FieldError[] {
  return findings(object, lookAtNode);
}

export function validateCsiNodeUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (node) => {
    lookAtNode(node);
    const drivers = node.child('spec').child('drivers');
    const before = Field.root(old).child('spec').list('drivers');
    for (const was of before) {
      const now = drivers.items().find((driver) => driver.textOf('name') === was.textOf('name'));
      if (now === undefined) continue;
      const [next, last] = [withoutAllocatable(now), withoutAllocatable(was)];
      if (!deepEqual(next, last)) drivers.invalid('field is immutable', internalForm('storage.CSINodeDriver', next));
    }
  });
}

function withoutAllocatable(driver: Field): Record<string, never> {
  const { allocatable: _, ...others } = driver.object ?? {};
  return others as Record<string, never>;
}

export function validateCsiStorageCapacity(object: KubeObject): FieldError[] {
  return findings(object, lookAtCapacity);
}

function lookAtCapacity(capacity: Field): void {
  capacity.child('nodeTopology').must(labelSelector);
  capacity.child('storageClassName').must(dnsSubdomain);
  capacity.child('capacity').mayBe(amountNotNegative);
}

export function validateCsiStorageCapacityUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (capacity) => {
    const before = Field.root(old);
    lookAtCapacity(capacity);
    mustStay(capacity.child('nodeTopology'), before.child('nodeTopology'));
    const name = capacity.child('storageClassName');
    mustStay(name, before.child('storageClassName'), name.text);
  });
}

const messageLimit = 1024;

const volumeError: Check = (error) => {
  if (error.child('message').length > messageLimit) error.child('message').tooLong(messageLimit);
  const code = error.child('errorCode');
  if (code.number < 0) code.invalid('must be between 0 and 2147483647, inclusive');
};

const oneSource = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';

function lookAtAttachment(attachment: Field): void {
  const spec = attachment.child('spec');
  const source = spec.child('source');
  const volume = source.child('persistentVolumeName');
  if (!source.has('inlineVolumeSpec') && !volume.isSet) source.required(oneSource);
  else if (source.has('inlineVolumeSpec') && volume.isSet) source.forbidden(oneSource);
  else if (volume.isSet && volume.text === '') volume.required('must specify non empty persistentVolumeName');
  spec.child('nodeName').must(dnsSubdomain);
  const status = attachment.child('status');
  status.child('attachError').mayBe(volumeError);
  status.child('detachError').mayBe(volumeError);
  if (volume.isSet) volume.must(dnsSubdomain);
  // What follows from the types is looked at last.
  spec.child('attacher').must(driverName);
}

export function validateVolumeAttachment(object: KubeObject): FieldError[] {
  return findings(object, lookAtAttachment);
}

export function validateVolumeAttachmentUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (attachment) => {
    lookAtAttachment(attachment);
    staysByType(attachment.child('spec'), Field.root(old).child('spec'));
  });
}
