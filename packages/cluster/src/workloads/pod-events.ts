import type { KubeObject } from '@flux19/objects';
import type { EventText } from '../control/action.ts';

export function createdPod({ metadata }: KubeObject): EventText {
  return { reason: 'SuccessfulCreate', message: `Created pod: ${metadata.name}` };
}

export function deletedPod({ metadata }: KubeObject): EventText {
  return { reason: 'SuccessfulDelete', message: `Deleted pod: ${metadata.name}` };
}
