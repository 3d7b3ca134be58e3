import type { KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { type Check, Field, findings } from '../field.ts';
import { neededOneOf } from '../names.ts';
import { notNegative } from '../numbers.ts';
import { scheduleFault, timeZoneFault } from './cron-schedule.ts';
import { lookAtJobSpec } from './job-spec.ts';

function schedule(zone: Field, allowsZone: boolean): Check {
  return (field) => {
    const fault = scheduleFault(field.text);
    if (fault !== undefined) field.invalid(fault);
    if (!field.text.includes('TZ')) return;
    if (!allowsZone) field.invalid('cannot use TZ or CRON_TZ in schedule, use timeZone field instead');
    else if (zone.isSet) field.invalid('cannot use both timeZone field and TZ or CRON_TZ in schedule');
  };
}

const zonePart = /^[A-Za-z.\-_0-9+]{1,14}$/;

const timeZone: Check = (field) => {
  const { text } = field;
  if (text === '') return field.invalid('timeZone must be nil or non-empty string');
  const isBad = (part: string) => part === '.' || part === '..' || part.startsWith('-') || !zonePart.test(part);
  if (text.split('/').some(isBad)) return field.invalid(`unknown time zone ${text}`);
  if (text.toLowerCase() === 'local') {
    field.invalid('timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones');
  }
  const fault = timeZoneFault(text);
  if (fault !== undefined) field.invalid(fault);
};

function lookAtCronJob(spec: Field, old: Field | undefined): void {
  const zone = spec.child('timeZone');
  const allowsZone = old?.textOf('schedule').includes('TZ') === true;
  if (spec.textOf('schedule') !== '') spec.child('schedule').must(schedule(zone, allowsZone));
  spec.child('startingDeadlineSeconds').must(notNegative);
  if (old === undefined || old.child('timeZone').value !== zone.value) zone.mayBe(timeZone);
  spec.child('concurrencyPolicy').must(neededOneOf('Allow', 'Forbid', 'Replace'));
  const jobSpec = spec.at('jobTemplate', 'spec');
  lookAtJobSpec(jobSpec);
  if (jobSpec.has('selector')) jobSpec.child('selector').invalid('`selector` will be auto-generated');
  if (jobSpec.child('manualSelector').isTrue) jobSpec.child('manualSelector').unsupported(['nil', 'false']);
  spec.child('successfulJobsHistoryLimit').must(notNegative);
  spec.child('failedJobsHistoryLimit').must(notNegative);
}

/** Jobs are named after their CronJob and the time. */
const nameLimit = 52;

export function validateCronJob(object: KubeObject): FieldError[] {
  return findings(object, (cronJob) => {
    lookAtCronJob(cronJob.child('spec'), undefined);
    const name = cronJob.at('metadata', 'name');
    if (name.length > nameLimit) name.invalid(`must be no more than ${nameLimit} characters`);
    scheduleMustBeThere(cronJob);
  });
}

export function validateCronJobUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (cronJob) => {
    lookAtCronJob(cronJob.child('spec'), Field.root(old).child('spec'));
    scheduleMustBeThere(cronJob);
  });
}

/** What follows from the types is looked at last. */
function scheduleMustBeThere(cronJob: Field): void {
  const field = cronJob.at('spec', 'schedule');
  if (field.text === '') field.required();
}
