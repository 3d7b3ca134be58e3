import type { KubeObject } from '../identity/kube-object.ts';
import { current, failed, inProgress, type ObjectStatus } from './object-status.ts';
import { fieldAt, reportedConditions } from './status-fields.ts';

/** What deletion, generation and the conditions Reconciling and Stalled say; undefined when they say nothing. */
export function statusFromGenericFields(object: KubeObject): ObjectStatus | undefined {
  if (object.metadata.deletionTimestamp) {
    return { status: 'Terminating', message: 'Resource scheduled for deletion', conditions: [] };
  }
  return statusFromGeneration(object) ?? statusFromStandardConditions(object);
}

function statusFromGeneration(object: KubeObject): ObjectStatus | undefined {
  const generation = object.metadata.generation;
  const observed = fieldAt(object, 'status.observedGeneration');
  if (generation === undefined || typeof observed !== 'number' || observed === generation) return undefined;
  const message = `${object.kind} generation is ${generation}, but latest observed generation is ${observed}`;
  return inProgress('LatestGenerationNotObserved', message);
}

function statusFromStandardConditions(object: KubeObject): ObjectStatus | undefined {
  for (const { type, status, reason, message } of reportedConditions(object)) {
    if (status !== 'True') continue;
    if (type === 'Reconciling') return inProgress(reason, message);
    if (type === 'Stalled') return failed(reason, message);
  }
  return undefined;
}

/** What the condition Ready says; undefined when the object has none. */
export function statusFromReadyCondition(object: KubeObject): ObjectStatus | undefined {
  for (const { type, status, reason, message } of reportedConditions(object)) {
    if (type !== 'Ready') continue;
    if (status === 'True') return current('Resource is Ready');
    if (status === 'False' || status === 'Unknown') return inProgress(reason, message);
  }
  return undefined;
}

/** Asks for the generation and its observation where a controller is known to set them. */
export function statusFromMissingGeneration(object: KubeObject): ObjectStatus | undefined {
  if (object.metadata.generation === undefined) {
    return inProgress('NoGeneration', `${object.kind} metadata.generation not found`);
  }
  if (typeof fieldAt(object, 'status.observedGeneration') === 'number') return undefined;
  return inProgress('NoObservedGeneration', `${object.kind} status.observedGeneration not found`);
}
