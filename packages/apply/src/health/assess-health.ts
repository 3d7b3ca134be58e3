import { formatObject, inventoryId, isJsonObject, type KubeObject } from '@flux19/objects';
import type { VersionedReference } from '../live/live-objects.ts';
import { isJob } from '../plan/object-kinds.ts';
import type { HealthOptions, HealthReport, ObjectHealth } from './object-health.ts';

/** A live object, undefined when there is none; or why its state is not known. */
export interface ObservedObject {
  readonly object: VersionedReference;
  readonly live: KubeObject | undefined;
  readonly error?: string | undefined;
}

/** Judges live objects as Flux's wait does. */
export function assessHealth(observed: readonly ObservedObject[], options: HealthOptions): HealthReport {
  const objects = observed.map((one): ObjectHealth => ({ object: one.object, ...healthOf(one, options) }));
  const isAllCurrent = objects.every(({ status }) => status === 'Current');
  if (isAllCurrent) return { kind: 'healthy', objects };
  const hasFailed = objects.some(({ status }) => status === 'Failed');
  // What has failed never becomes Current: when nothing else is under way, waiting on is no use.
  const isTerminal = objects.every(({ status }) => status === 'Failed' || status === 'Current');
  return { kind: hasFailed && (options.failFast === true || isTerminal) ? 'failed' : 'progressing', objects };
}

function healthOf({ object, live, error }: ObservedObject, options: HealthOptions): Omit<ObjectHealth, 'object'> {
  if (error !== undefined) return { status: 'Unknown', message: error, error };
  if (live !== undefined) return options.evaluate(live);
  if (options.jobsWithTtl?.has(inventoryId(object)) === true)
    return { status: 'Current', message: 'Job completed and was removed' };
  return { status: 'NotFound', message: 'Resource not found' };
}

/** Flux's text: `timeout waiting for: [...]` or `failed early due to stalled resources: [...]`. */
export function formatHealthFailure(report: HealthReport, isTimeout: boolean): string {
  const concerned = report.objects.filter(({ status }) => status === 'Failed' || (isTimeout && status !== 'Current'));
  const list = concerned.map(
    ({ object, status, error }) =>
      `${formatObject(object)} status: '${status}'${error === undefined ? '' : `: ${error}`}`,
  );
  return `${isTimeout ? 'timeout waiting for' : 'failed early due to stalled resources'}: [${list.join(', ')}]`;
}

/** Ids of the Jobs that go by themselves after they have ended. */
export function jobsWithTtl(objects: readonly KubeObject[]): ReadonlySet<string> {
  const jobs = objects.filter(
    (object) =>
      isJob(object) && isJsonObject(object['spec']) && typeof object['spec']['ttlSecondsAfterFinished'] === 'number',
  );
  return new Set(jobs.map((job) => inventoryId(job)));
}
