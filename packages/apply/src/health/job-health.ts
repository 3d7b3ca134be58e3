import { isJsonObject, type JsonObject, type KubeObject } from '@flux19/objects';
import type { Health } from './object-health.ts';

/** Flux: a Job is Current when it is complete, not when it has begun as in kstatus; a suspended one is. */
export function jobHealth(job: KubeObject): Health {
  const spec = section(job, 'spec');
  const status = section(job, 'status');
  if (spec['suspend'] === true) return { status: 'Current', message: 'Job is suspended' };
  const parallelism = count(spec['parallelism'], 1);
  const completions = count(spec['completions'], parallelism);
  const [succeeded, active, failed] = [status['succeeded'], status['active'], status['failed']].map((value) =>
    count(value, 0),
  );
  const isTrue = (type: string): boolean =>
    conditions(status).some((one) => one['type'] === type && one['status'] === 'True');
  if (isTrue('Complete'))
    return { status: 'Current', message: `Job Completed. succeeded: ${succeeded}/${completions}` };
  if (isTrue('Failed')) return { status: 'Failed', message: `Job Failed. failed: ${failed}/${completions}` };
  if (typeof status['startTime'] !== 'string')
    return { status: 'InProgress', message: `Job not started. active: 0/${parallelism}` };
  return {
    status: 'InProgress',
    message: `Job in progress. success:${succeeded}, active: ${active}, failed: ${failed}`,
  };
}

function section(job: KubeObject, key: string): JsonObject {
  const value = job[key];
  return isJsonObject(value) ? value : {};
}

function conditions(status: JsonObject): readonly JsonObject[] {
  return Array.isArray(status['conditions']) ? status['conditions'].filter(isJsonObject) : [];
}

function count(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
