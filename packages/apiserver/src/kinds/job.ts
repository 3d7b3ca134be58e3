import type { JsonObject } from '@flux19/objects';
import { ensureObject, isTrue, numberField, objectField, textField } from '../json/fields.ts';
import { defaultJob } from './defaults/workloads.ts';
import type { KindRules } from './kind-rules.ts';
import { validateJob, validateJobUpdate } from './validation/batch/job.ts';
import { validateJobStatus } from './validation/batch/job-status.ts';
import { dnsSubdomainName } from './validation/names.ts';

const preservedPods =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning';

export const jobRules: KindRules = {
  setDefaults: defaultJob,
  hasGeneration: true,
  orphansByDefault: true,
  deletionWarnings: ({ orphanDependents, propagationPolicy }) =>
    orphanDependents === undefined && propagationPolicy === undefined ? [preservedPods] : [],
  validate: validateJob,
  validateUpdate: validateJobUpdate,
  validateStatusUpdate: validateJobStatus,
  validateName: dnsSubdomainName,
  prepareForCreate: generateSelector,
  selectableFields: (job) => ({
    'status.successful': String(numberField(objectField(job, 'status'), 'succeeded') ?? 0),
  }),
  unknownField: (name) => `field label ${JSON.stringify(name)} not supported for Job`,
};

/** Unless the user has chosen a selector, a job selects its pods by its own uid. */
function generateSelector(job: JsonObject): void {
  const spec = ensureObject(job, 'spec');
  if (isTrue(spec, 'manualSelector')) return;
  const metadata = ensureObject(job, 'metadata');
  const uid = textField(metadata, 'uid');
  const name = textField(metadata, 'name');
  const template = ensureObject(ensureObject(spec, 'template'), 'metadata');
  template['labels'] = {
    ...objectField(template, 'labels'),
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  if (objectField(metadata, 'labels') === undefined) metadata['labels'] = { ...objectField(template, 'labels') };
  spec['selector'] = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
}
