import type { KubeObject } from '../identity/kube-object.ts';
import { current, failed, inProgress, type ObjectStatus } from './object-status.ts';
import { countAt, reportedConditions, textAt } from './status-fields.ts';

/** The state of a Job by the rule of kstatus: Current as soon as it runs. */
export function jobStatus(object: KubeObject): ObjectStatus {
  const finished = finishedJobStatus(object);
  if (finished !== undefined) return finished;
  if (textAt(object, 'status.startTime') === '') return inProgress('JobNotStarted', 'Job not started');
  const [succeeded, active, broken] = ['succeeded', 'active', 'failed'].map((count) =>
    countAt(object, `status.${count}`),
  );
  return current(`Job in progress. success:${succeeded}, active: ${active}, failed: ${broken}`);
}

/** Flux: a Job is Current only when it has completed, whatever its generation. */
export function completedJobStatus(object: KubeObject): ObjectStatus {
  return finishedJobStatus(object) ?? inProgress('JobInProgress', 'Job in progress');
}

function finishedJobStatus(object: KubeObject): ObjectStatus | undefined {
  const completions = countAt(object, 'spec.completions', countAt(object, 'spec.parallelism', 1));
  for (const { type, status } of reportedConditions(object)) {
    if (status !== 'True') continue;
    if (type === 'Complete') {
      return current(`Job Completed. succeeded: ${countAt(object, 'status.succeeded')}/${completions}`);
    }
    if (type === 'Failed') {
      return failed('JobFailed', `Job Failed. failed: ${countAt(object, 'status.failed')}/${completions}`);
    }
  }
  return undefined;
}
