import { deepEqual, type KubeObject } from '@flux19/objects';
import {
  type Action,
  type ControlPlan,
  createObject,
  deleteObject,
  settled,
  telling,
  updateStatus,
} from '../control/action.ts';
import type { ClusterController, Observation } from '../control/controller.ts';
import { timestamp } from '../control/timestamp.ts';
import { createdPod } from './pod-events.ts';
import { isActive, isReady } from './pod-readiness.ts';
import { podFromTemplate } from './pod-template.ts';
import { type JobSpec, type PodStatus, specOf, statusOf } from './workload-types.ts';

/** Runs the Pods of a Job until enough of them have succeeded or too many have failed. */
export const jobController: ClusterController = {
  kind: 'Job',
  component: 'job-controller',
  watches: [{ kind: 'Pod' }],
  plan: planJob,
};

interface JobStatus {
  readonly startTime: string;
  readonly completionTime: string;
  readonly conditions: readonly {
    readonly type: string;
    readonly status: string;
    readonly lastTransitionTime: string;
  }[];
}

function planJob(job: KubeObject, { view, now }: Observation): ControlPlan {
  if (job.metadata.deletionTimestamp !== undefined) return settled;
  const end = endOf(job);
  if (end !== undefined) return retire(job, end, now);
  const spec = specOf<JobSpec>(job);
  const pods = view.controlledBy(job, 'Pod');
  const count: PodCount = {
    active: pods.filter(isActive).length,
    ready: pods.filter((pod) => isActive(pod) && isReady(pod)).length,
    succeeded: pods.filter((pod) => statusOf<PodStatus>(pod).phase === 'Succeeded').length,
    failed: pods.filter((pod) => statusOf<PodStatus>(pod).phase === 'Failed').length,
  };
  const status = jobStatus(job, count, now);
  const actions = status.isEnded
    ? pods.filter(isActive).map((pod) => deleteObject(pod))
    : start(job, spec, pods, count);
  if (!deepEqual(job['status'], status.status)) {
    const write = updateStatus(job, status.status);
    const completed = { reason: 'Completed', message: 'Job completed' };
    actions.push(status.isEnded && count.succeeded > 0 ? telling(write, () => completed) : write);
  }
  return { actions };
}

interface PodCount {
  readonly active: number;
  readonly ready: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** When the Job completed or failed, milliseconds since the Unix epoch. */
function endOf(job: KubeObject): number | undefined {
  const ended = statusOf<JobStatus>(job).conditions?.find(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  );
  return ended === undefined ? undefined : Date.parse(ended.lastTransitionTime);
}

function retire(job: KubeObject, end: number, now: number): ControlPlan {
  const { ttlSecondsAfterFinished } = specOf<JobSpec>(job);
  if (ttlSecondsAfterFinished === undefined) return settled;
  const afterMs = end + ttlSecondsAfterFinished * 1000 - now;
  return afterMs <= 0 ? { actions: [deleteObject(job)] } : { actions: [], afterMs };
}

function start(job: KubeObject, spec: JobSpec, pods: readonly KubeObject[], count: PodCount): Action[] {
  if (spec.suspend === true) return pods.filter(isActive).map((pod) => deleteObject(pod));
  const left = spec.completions === undefined ? 1 - Math.min(count.succeeded, 1) : spec.completions - count.succeeded;
  const missing = Math.min(spec.parallelism ?? 1, left) - count.active;
  const labels = {
    'batch.kubernetes.io/job-name': job.metadata.name,
    'batch.kubernetes.io/controller-uid': job.metadata.uid ?? '',
    'job-name': job.metadata.name,
    'controller-uid': job.metadata.uid ?? '',
  };
  const generateName = `${job.metadata.name}-`;
  return Array.from({ length: Math.max(0, missing) }, () =>
    telling(createObject(podFromTemplate(job, spec.template, { generateName, labels })), createdPod),
  );
}

function jobStatus(job: KubeObject, count: PodCount, now: number): { status: object; isEnded: boolean } {
  const spec = specOf<JobSpec>(job);
  const time = timestamp(now);
  const isComplete = count.succeeded >= (spec.completions ?? 1);
  const isFailed = !isComplete && count.failed > (spec.backoffLimit ?? 6);
  const isEnded = isComplete || isFailed;
  const startTime = statusOf<JobStatus>(job).startTime ?? (spec.suspend === true ? undefined : time);
  const conditions = isComplete ? completion(time) : isFailed ? failure(time) : suspension(job, spec, time);
  const status = withoutAbsent({
    startTime,
    completionTime: isComplete ? time : undefined,
    conditions: conditions.length === 0 ? undefined : conditions,
    active: isEnded ? undefined : positive(count.active),
    ready: isEnded ? 0 : count.ready,
    terminating: 0,
    succeeded: positive(count.succeeded),
    failed: positive(count.failed),
    uncountedTerminatedPods: {},
  });
  return { status, isEnded };
}

/** Kubernetes leaves zeros out of these fields. */
function positive(count: number): number | undefined {
  return count > 0 ? count : undefined;
}

function withoutAbsent(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function condition(type: string, reason: string, message: string, time: string): object {
  return { type, status: 'True', reason, message, lastProbeTime: time, lastTransitionTime: time };
}

function completion(time: string): object[] {
  const message = 'Reached expected number of succeeded pods';
  return [
    condition('SuccessCriteriaMet', 'CompletionsReached', message, time),
    condition('Complete', 'CompletionsReached', message, time),
  ];
}

function failure(time: string): object[] {
  const message = 'Job has reached the specified backoff limit';
  return [
    condition('FailureTarget', 'BackoffLimitExceeded', message, time),
    condition('Failed', 'BackoffLimitExceeded', message, time),
  ];
}

function suspension(job: KubeObject, spec: JobSpec, time: string): readonly object[] {
  if (spec.suspend !== true) return [];
  const before = statusOf<JobStatus>(job).conditions?.find(({ type }) => type === 'Suspended');
  return [before ?? condition('Suspended', 'JobSuspended', 'Job suspended', time)];
}
