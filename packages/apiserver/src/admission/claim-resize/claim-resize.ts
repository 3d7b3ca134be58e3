// https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims
import { compareQuantities, type KubeObject, parseQuantity } from '@flux19/objects';
import { asJson, fieldAt, isTrue, objectField, textField } from '../../json/fields.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../server/admission.ts';
import type { Store } from '../../store/store.ts';
import { refusal } from '../refuse.ts';

/** Lets claims grow only where their class allows it. */
export function claimResize(store: Store): AdmissionPlugin {
  return {
    name: 'PersistentVolumeClaimResize',
    resources: new Set(['/persistentvolumeclaims']),
    validate(request: AdmissionRequest): undefined {
      const { object, oldObject } = request;
      if (request.subresource !== '' || object === undefined || oldObject === undefined) return;
      if (compareQuantities(sizeOf(object), sizeOf(oldObject)) <= 0) return;
      if (fieldAt(asJson(oldObject), ['status', 'phase']) !== 'Bound') {
        throw refusal(request, 'Only bound persistent volume claims can be expanded');
      }
      const className = textField(objectField(asJson(object), 'spec'), 'storageClassName');
      const found = store.collection('storage.k8s.io/storageclasses').get('', className)?.object;
      if (found !== undefined && isTrue(asJson(found), 'allowVolumeExpansion')) return;
      const why =
        'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';
      throw refusal(request, why);
    },
  };
}

function sizeOf(claim: KubeObject): ReturnType<typeof parseQuantity> {
  const size = fieldAt(asJson(claim), ['spec', 'resources', 'requests', 'storage']);
  return parseQuantity(typeof size === 'string' ? size : '0');
}
