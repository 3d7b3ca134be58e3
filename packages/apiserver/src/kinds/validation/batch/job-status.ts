// The status of jobs, which says when and why they ended.
import { deepEqual, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { omitted } from '../../../errors/field-errors.ts';
import { Field, findings } from '../field.ts';
import { notNegative } from '../numbers.ts';
import { IndexError, readIndexes } from './indexes.ts';

function isTrueOf(job: Field, type: string): boolean {
  return job
    .child('status')
    .list('conditions')
    .some((condition) => condition.textOf('type') === type && condition.textOf('status') === 'True');
}

function lookAtPods(pods: Field): void {
  const seen = new Set<string>();
  for (const item of [...pods.list('succeeded'), ...pods.list('failed')]) {
    if (item.text === '') item.invalid('must not be empty');
    else if (seen.has(item.text)) item.duplicate();
    seen.add(item.text);
  }
}

function indexesMustFit(field: Field, completions: Field): void {
  if (!completions.isSet) return;
  try {
    readIndexes(field.text, completions.number);
  } catch (thrown) {
    if (!(thrown instanceof IndexError)) throw thrown;
    field.invalid(`error parsing ${field.name}: ${thrown.message}`, field.text);
  }
}

function lookAtConditions(job: Field): void {
  const conditions = job.at('status', 'conditions');
  const refuse = (text: string): void => conditions.invalid(text, omitted);
  const isComplete = isTrueOf(job, 'Complete');
  if (isComplete && isTrueOf(job, 'Failed')) refuse('cannot set Complete=True and Failed=true conditions');
  if (isComplete && isTrueOf(job, 'FailureTarget')) {
    refuse('cannot set Complete=True and FailureTarget=true conditions');
  }
}

function lookAtTimes(job: Field): void {
  const status = job.child('status');
  const end = status.child('completionTime');
  const isComplete = isTrueOf(job, 'Complete');
  if (end.isSet && !isComplete) {
    end.invalid('cannot set completionTime when there is no Complete=True condition');
  }
  if (!end.isSet && isComplete) end.required('completionTime is required for Complete jobs');
  const start = status.child('startTime');
  if (start.isSet && end.isSet && end.text < start.text) end.invalid('must be equal to or after `startTime`');
}

function lookAtEnd(job: Field): void {
  const status = job.child('status');
  const conditions = status.child('conditions');
  const [isComplete, isFailed] = [isTrueOf(job, 'Complete'), isTrueOf(job, 'Failed')];
  if (isFailed && !isTrueOf(job, 'FailureTarget')) {
    conditions.invalid('cannot set Failed=True condition without the FailureTarget=true condition', omitted);
  }
  if (isComplete && !isTrueOf(job, 'SuccessCriteriaMet')) {
    conditions.invalid('cannot set Complete=True condition without the SuccessCriteriaMet=true condition', omitted);
  }
  if (!isComplete && !isFailed) return;
  if (status.numberOf('active') > 0) status.child('active').invalid('active>0 is invalid for finished job');
  if (!status.has('startTime')) status.child('startTime').required('startTime is required for finished job');
  const pods = status.child('uncountedTerminatedPods');
  if (pods.child('failed').length + pods.child('succeeded').length > 0) {
    pods.invalid('must be empty for finished job');
  }
}

function lookAtIndexes(job: Field): void {
  const spec = job.child('spec');
  const status = job.child('status');
  const completed = status.child('completedIndexes');
  const failed = status.child('failedIndexes');
  indexesMustFit(completed, spec.child('completions'));
  if (spec.has('backoffLimitPerIndex') && failed.isSet) indexesMustFit(failed, spec.child('completions'));
  if (completed.text !== '' && spec.textOf('completionMode') !== 'Indexed') {
    completed.invalid('cannot set non-empty completedIndexes when non-indexed completion mode');
  }
  if (!spec.has('backoffLimitPerIndex') && failed.isSet) {
    failed.invalid('cannot set non-null failedIndexes when backoffLimitPerIndex is null');
  }
}

function lookAtSuccess(job: Field): void {
  if (!isTrueOf(job, 'SuccessCriteriaMet')) return;
  const conditions = job.at('status', 'conditions');
  for (const type of ['Failed', 'FailureTarget']) {
    if (isTrueOf(job, type)) {
      conditions.invalid(`cannot set SuccessCriteriaMet=True and ${type}=true conditions`, omitted);
    }
  }
}

function lookAtChange(job: Field, old: Field): void {
  const status = job.child('status');
  const before = old.child('status');
  const conditions = status.child('conditions');
  for (const type of ['Failed', 'Complete', 'FailureTarget']) {
    if (isTrueOf(old, type) && !isTrueOf(job, type)) {
      conditions.invalid(`cannot disable the terminal ${type}=True condition`, omitted);
    }
  }
  for (const name of ['failed', 'succeeded']) {
    const count = status.child(name);
    if (count.number < before.numberOf(name)) count.invalid(`cannot decrease the ${name} counter`, count.number);
  }
  const end = status.child('completionTime');
  if (end.isSet && before.has('completionTime') && !deepEqual(end.value, before.child('completionTime').value)) {
    end.invalid('field is immutable');
  }
  const start = status.child('startTime');
  const wasStarted = before.has('startTime') && !deepEqual(start.value, before.child('startTime').value);
  if (wasStarted && !job.at('spec', 'suspend').isTrue) {
    start.invalid('field is immutable for unsuspended job once set', start.value ?? null);
  }
  if (isTrueOf(old, 'SuccessCriteriaMet') && !isTrueOf(job, 'SuccessCriteriaMet')) {
    conditions.invalid('cannot disable the SuccessCriteriaMet=True condition', omitted);
  }
}

export function validateJobStatus(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (job) => {
    const status = job.child('status');
    for (const name of ['active', 'succeeded', 'failed', 'ready', 'terminating']) status.child(name).must(notNegative);
    lookAtPods(status.child('uncountedTerminatedPods'));
    lookAtConditions(job);
    lookAtTimes(job);
    lookAtEnd(job);
    lookAtIndexes(job);
    const isFinished = isTrueOf(job, 'Complete') || isTrueOf(job, 'Failed');
    const terminating = status.child('terminating');
    if (terminating.number > 0 && isFinished) terminating.invalid('terminating>0 is invalid for finished job');
    const ready = status.child('ready');
    if (ready.number > status.numberOf('active')) ready.invalid('cannot set more ready pods than active');
    lookAtSuccess(job);
    lookAtChange(job, Field.root(old));
  });
}
