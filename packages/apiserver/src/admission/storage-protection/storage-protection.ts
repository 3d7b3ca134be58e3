// https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection
import type { KubeObject } from '@flux19/objects';
import { resourceKey } from '../../registry/catalogue.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../server/admission.ts';
import { admittedObject } from '../admitted-object.ts';

const finalizers: ReadonlyMap<string, string> = new Map([
  ['/persistentvolumeclaims', 'kubernetes.io/pvc-protection'],
  ['/persistentvolumes', 'kubernetes.io/pv-protection'],
  ['storage.k8s.io/volumeattributesclasses', 'kubernetes.io/vac-protection'],
]);

/** Keeps storage that is in use from vanishing: controllers take the finalizer away when nothing uses the object. */
export const storageProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  resources: new Set(finalizers.keys()),
  mutate(request: AdmissionRequest): KubeObject {
    const object = admittedObject(request);
    const finalizer = finalizers.get(resourceKey(request.group, request.resource));
    const present = object.metadata.finalizers ?? [];
    const isNew = request.operation === 'CREATE' && request.subresource === '';
    if (!isNew || finalizer === undefined || present.includes(finalizer)) return object;
    return { ...object, metadata: { ...object.metadata, finalizers: [...present, finalizer] } };
  },
};
