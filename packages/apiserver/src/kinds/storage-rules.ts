import { deepEqual, type JsonObject, type KubeObject } from '@flux19/objects';
import { ensureObject } from '../json/fields.ts';
import { defaultCsiDriver, defaultStorageClass } from './defaults/policies.ts';
import type { KindRules } from './kind-rules.ts';
import {
  validateCsiDriver,
  validateCsiDriverUpdate,
  validateCsiNode,
  validateCsiNodeUpdate,
  validateCsiStorageCapacity,
  validateCsiStorageCapacityUpdate,
  validateVolumeAttachment,
  validateVolumeAttachmentUpdate,
} from './validation/storage/csi.ts';
import {
  validateStorageClass,
  validateStorageClassUpdate,
  validateVolumeAttributesClass,
  validateVolumeAttributesClassUpdate,
} from './validation/storage/storage-class.ts';

const returned: KindRules = { returnsDeletedObject: true };

/** Kubernetes: drivers begin without a generation, and count the changes of their spec from one. */
function countChanges(driver: JsonObject, old: KubeObject): void {
  if (deepEqual(driver['spec'], old['spec'])) return;
  ensureObject(driver, 'metadata')['generation'] = (old.metadata.generation ?? 0) + 1;
}

/** The rules of storage.k8s.io, by plural. */
export const storageRules: Readonly<Record<string, KindRules>> = {
  csidrivers: {
    ...returned,
    setDefaults: defaultCsiDriver,
    prepareForUpdate: countChanges,
    requiresResourceVersion: true,
    validate: validateCsiDriver,
    validateUpdate: validateCsiDriverUpdate,
  },
  csinodes: {
    ...returned,
    requiresResourceVersion: true,
    validate: validateCsiNode,
    validateUpdate: validateCsiNodeUpdate,
  },
  csistoragecapacities: {
    requiresResourceVersion: true,
    validate: validateCsiStorageCapacity,
    validateUpdate: validateCsiStorageCapacityUpdate,
  },
  storageclasses: {
    ...returned,
    setDefaults: defaultStorageClass,
    validate: validateStorageClass,
    validateUpdate: validateStorageClassUpdate,
  },
  volumeattachments: {
    ...returned,
    requiresResourceVersion: true,
    validate: validateVolumeAttachment,
    validateUpdate: validateVolumeAttachmentUpdate,
  },
  volumeattributesclasses: {
    ...returned,
    validate: validateVolumeAttributesClass,
    validateUpdate: validateVolumeAttributesClassUpdate,
  },
};
