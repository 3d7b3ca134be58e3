import { deepEqual, type KubeObject } from '@flux19/objects';
import { Cron } from 'croner';
import { type Action, type ControlPlan, createObject, deleteObject, settled, updateStatus } from '../control/action.ts';
import type { ClusterController, Observation } from '../control/controller.ts';
import { timestamp } from '../control/timestamp.ts';
import { controllerReference } from './pod-template.ts';
import { specOf, statusOf } from './workload-types.ts';

interface CronJobSpec {
  readonly schedule: string;
  readonly timeZone?: string;
  readonly suspend?: boolean;
  readonly concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
  readonly startingDeadlineSeconds?: number;
  readonly successfulJobsHistoryLimit?: number;
  readonly failedJobsHistoryLimit?: number;
  readonly jobTemplate: {
    readonly metadata?: { readonly labels?: object; readonly annotations?: object };
    readonly spec: object;
  };
}

interface JobConditions {
  readonly conditions: readonly { readonly type: string; readonly status: string }[];
}

/** Starts a Job whenever a CronJob's schedule says so. */
export const cronJobController: ClusterController = {
  kind: 'CronJob',
  component: 'cronjob-controller',
  watches: [{ kind: 'Job' }],
  plan: planCronJob,
};

function planCronJob(cronJob: KubeObject, { view, now }: Observation): ControlPlan {
  if (cronJob.metadata.deletionTimestamp !== undefined) return settled;
  const spec = specOf<CronJobSpec>(cronJob);
  const jobs = view.controlledBy(cronJob, 'Job').toSorted((a, b) => (created(a) < created(b) ? -1 : 1));
  const due = spec.suspend === true ? undefined : dueTime(cronJob, spec, now);
  const active = jobs.filter((job) => ended(job) === undefined);
  const isHeldBack = due !== undefined && spec.concurrencyPolicy === 'Forbid' && active.length > 0;
  const started = due === undefined || isHeldBack ? [] : start(cronJob, spec, active, due);
  const actions: Action[] = [...started, ...forget(jobs, 'Complete', spec.successfulJobsHistoryLimit ?? 3)];
  actions.push(...forget(jobs, 'Failed', spec.failedJobsHistoryLimit ?? 1));
  const status = cronJobStatus(cronJob, active, due !== undefined && !isHeldBack ? due : undefined);
  if (!deepEqual(cronJob['status'] ?? {}, status)) actions.push(updateStatus(cronJob, status));
  const next = spec.suspend === true ? null : schedule(spec).nextRun(new Date(now));
  return { actions, ...(next === null ? {} : { afterMs: next.getTime() - now }) };
}

function schedule(spec: CronJobSpec): Cron {
  return new Cron(spec.schedule, { timezone: spec.timeZone ?? 'UTC', mode: '5-part', paused: true });
}

function created(job: KubeObject): string {
  return job.metadata.creationTimestamp ?? '';
}

function ended(job: KubeObject): string | undefined {
  const conditions = statusOf<JobConditions>(job).conditions ?? [];
  return conditions.find(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True')?.type;
}

/** The latest time at which a Job should have started and has not; older ones that were missed are given up. */
function dueTime(cronJob: KubeObject, spec: CronJobSpec, now: number): number | undefined {
  const { lastScheduleTime } = statusOf<{ lastScheduleTime: string }>(cronJob);
  const since = Date.parse(lastScheduleTime ?? cronJob.metadata.creationTimestamp ?? '') || now;
  const [latest] = schedule(spec).previousRuns(1, new Date(now + 1));
  if (latest === undefined || latest.getTime() <= since) return undefined;
  const deadlineMs = (spec.startingDeadlineSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  return latest.getTime() + deadlineMs < now ? undefined : latest.getTime();
}

function start(cronJob: KubeObject, spec: CronJobSpec, active: readonly KubeObject[], due: number): Action[] {
  const replaced = spec.concurrencyPolicy === 'Replace' ? active.map((job) => deleteObject(job)) : [];
  const { metadata = {}, spec: jobSpec } = spec.jobTemplate;
  const job: KubeObject = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      // Named after the minute, so that no minute can start two Jobs.
      name: `${cronJob.metadata.name}-${Math.floor(due / 60_000)}`,
      namespace: cronJob.metadata.namespace ?? '',
      labels: { ...metadata.labels },
      annotations: { ...metadata.annotations, 'batch.kubernetes.io/cronjob-scheduled-timestamp': timestamp(due) },
      ownerReferences: [controllerReference(cronJob)],
    },
    spec: jobSpec,
  };
  return [...replaced, createObject(job)];
}

function forget(jobs: readonly KubeObject[], outcome: string, limit: number): Action[] {
  const finished = jobs.filter((job) => ended(job) === outcome);
  return finished.slice(0, Math.max(0, finished.length - limit)).map((job) => deleteObject(job));
}

function cronJobStatus(cronJob: KubeObject, active: readonly KubeObject[], started: number | undefined): object {
  const { active: _, ...previous } = statusOf<{ active: unknown }>(cronJob);
  const references = active.map(({ apiVersion, kind, metadata }) => {
    const { name, namespace, uid, resourceVersion } = metadata;
    return { apiVersion, kind, name, namespace, uid, resourceVersion };
  });
  return {
    ...previous,
    ...(references.length === 0 ? {} : { active: references }),
    ...(started === undefined ? {} : { lastScheduleTime: timestamp(started) }),
  };
}
