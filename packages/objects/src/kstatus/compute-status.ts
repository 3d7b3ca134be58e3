import type { KubeObject } from '../identity/kube-object.ts';
import type { ObjectStatus } from './object-status.ts';

/** Computes the state of any object from the object alone. */
export function computeStatus(_object: KubeObject): ObjectStatus {
  throw new Error('soon');
}
