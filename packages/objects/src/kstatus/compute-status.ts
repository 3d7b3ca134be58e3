import { parseApiVersion } from '../identity/group-version-kind.ts';
import type { KubeObject } from '../identity/kube-object.ts';
import { definitionStatus } from './definition-status.ts';
import { statusFromGenericFields, statusFromReadyCondition } from './generic-status.ts';
import { completedJobStatus, jobStatus } from './job-status.ts';
import { current, inProgress, type ObjectStatus } from './object-status.ts';
import { podStatus } from './pod-status.ts';
import { textAt } from './status-fields.ts';
import { daemonSetStatus, deploymentStatus, replicaSetStatus, statefulSetStatus } from './workload-status.ts';

/** What the computation of a state may depend on besides the object. */
export interface StatusOptions {
  /** Milliseconds since 1970: a Pod unscheduled for 15 s is Failed. Without it such a Pod stays InProgress. */
  readonly now?: number;
  /** Flux: a Job is Current when it has completed, not already when it runs. */
  readonly awaitJobs?: boolean;
}

type StatusRule = (object: KubeObject, options: StatusOptions) => ObjectStatus;

const rules: ReadonlyMap<string, StatusRule> = new Map<string, StatusRule>([
  ['/ConfigMap', alwaysReady],
  ['/PersistentVolumeClaim', claimStatus],
  ['/Pod', (object, { now }) => podStatus(object, now)],
  ['/Secret', alwaysReady],
  ['/Service', serviceStatus],
  ['apiextensions.k8s.io/CustomResourceDefinition', definitionStatus],
  ['apps/DaemonSet', daemonSetStatus],
  ['apps/Deployment', deploymentStatus],
  ['apps/ReplicaSet', replicaSetStatus],
  ['apps/StatefulSet', statefulSetStatus],
  ['batch/CronJob', alwaysReady],
  ['batch/Job', jobStatus],
  ['extensions/DaemonSet', daemonSetStatus],
  ['extensions/Deployment', deploymentStatus],
  ['extensions/ReplicaSet', replicaSetStatus],
  ['policy/PodDisruptionBudget', () => current('AllowedDisruptions has been computed.')],
]);

/**
 * Computes the state of any object from the object alone, with the texts of kstatus. What has neither a rule of its
 * kind nor a condition Ready is Current. Never throws; an object it can't judge is Unknown.
 */
export function computeStatus(object: KubeObject, options: StatusOptions = {}): ObjectStatus {
  const kind = `${parseApiVersion(object.apiVersion).group}/${object.kind}`;
  if (kind === 'batch/Job' && options.awaitJobs) return completedJobStatus(object);
  return (
    statusFromGenericFields(object) ??
    rules.get(kind)?.(object, options) ??
    statusFromReadyCondition(object) ??
    current('Resource is current')
  );
}

function alwaysReady(): ObjectStatus {
  return current('Resource is always ready');
}

function claimStatus(object: KubeObject): ObjectStatus {
  const phase = textAt(object, 'status.phase', 'unknown');
  return phase === 'Bound' ? current('PVC is Bound') : inProgress('NotBound', `PVC is not Bound. phase: ${phase}`);
}

function serviceStatus(object: KubeObject): ObjectStatus {
  const isWaiting = textAt(object, 'spec.type') === 'LoadBalancer' && textAt(object, 'spec.clusterIP') === '';
  if (!isWaiting) return current('Service is ready');
  return inProgress('NoIPAssigned', 'ClusterIP not set. Service type: LoadBalancer');
}
