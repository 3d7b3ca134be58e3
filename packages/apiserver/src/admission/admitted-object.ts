import type { KubeObject } from '@flux19/objects';
import type { AdmissionRequest } from '../server/admission.ts';

/** The object of a creation or update. */
export function admittedObject({ object }: AdmissionRequest): KubeObject {
  if (object === undefined) throw new Error('mutate is not called for deletions');
  return object;
}
