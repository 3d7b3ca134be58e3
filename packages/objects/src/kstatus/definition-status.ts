import type { KubeObject } from '../identity/kube-object.ts';
import { current, failed, inProgress, type ObjectStatus } from './object-status.ts';
import { reportedConditions } from './status-fields.ts';

/** The state of a CustomResourceDefinition. */
export function definitionStatus(object: KubeObject): ObjectStatus {
  for (const { type, status, reason, message } of reportedConditions(object)) {
    if (type === 'NamesAccepted' && status === 'False') return failed(reason, message);
    if (type !== 'Established') continue;
    if (status === 'True') return current('CRD is established');
    if (status === 'False' && reason !== 'Installing') return failed(reason, message);
  }
  return inProgress('Installing', 'Install in progress');
}
