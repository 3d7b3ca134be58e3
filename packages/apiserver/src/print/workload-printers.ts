import type { JsonObject } from '@flux19/objects';
import { numberField, objectField, objectsField, textField } from '../json/fields.ts';
import type { Printer } from '../kinds/kind-rules.ts';
import { formatAge, formatDuration } from './age.ts';
import { age, columnPrinter, count, name, numberAt, text, textAt, wide } from './column-printer.ts';
import { containerColumns, formatLabels, formatSelector, none, podTemplate, selectorColumn } from './text-forms.ts';

const deployments = columnPrinter(
  name,
  text('Ready', (object) => `${numberAt('status.readyReplicas')(object)}/${numberAt('spec.replicas')(object)}`),
  text('Up-to-date', numberAt('status.updatedReplicas')),
  text('Available', numberAt('status.availableReplicas')),
  age,
  ...containerColumns(podTemplate),
  selectorColumn,
);

const statefulSets = columnPrinter(
  name,
  text('Ready', (object) => `${numberAt('status.readyReplicas')(object)}/${numberAt('spec.replicas')(object)}`),
  age,
  ...containerColumns(podTemplate),
);

const daemonSets = columnPrinter(
  name,
  count('Desired', numberAt('status.desiredNumberScheduled')),
  count('Current', numberAt('status.currentNumberScheduled')),
  count('Ready', numberAt('status.numberReady')),
  count('Up-to-date', numberAt('status.updatedNumberScheduled')),
  count('Available', numberAt('status.numberAvailable')),
  text('Node Selector', (object) =>
    formatLabels(objectField(objectField(podTemplate(object), 'spec'), 'nodeSelector')),
  ),
  age,
  ...containerColumns(podTemplate),
  selectorColumn,
);

const replicaColumns = [
  name,
  count('Desired', numberAt('spec.replicas')),
  count('Current', numberAt('status.replicas')),
  count('Ready', numberAt('status.readyReplicas')),
  age,
  ...containerColumns(podTemplate),
];
const replicaSets = columnPrinter(...replicaColumns, selectorColumn);
const replicationControllers = columnPrinter(
  ...replicaColumns,
  wide(text('Selector', (object) => formatLabels(objectField(objectField(object, 'spec'), 'selector')))),
);

const controllerRevisions = columnPrinter(
  name,
  text('Controller', (object) => {
    const owner = objectsField(objectField(object, 'metadata'), 'ownerReferences').find(
      (one) => one['controller'] === true,
    );
    if (owner === undefined) return none;
    const group = textField(owner, 'apiVersion').split('/')[0] ?? '';
    const kind = textField(owner, 'kind').toLowerCase();
    return `${textField(owner, 'apiVersion').includes('/') ? `${kind}.${group}` : kind}/${textField(owner, 'name')}`;
  }),
  text('Revision', numberAt('revision')),
  age,
);

const jobs = columnPrinter(
  name,
  text('Status', jobStatus),
  text('Completions', jobCompletions),
  text('Duration', jobDuration),
  age,
  ...containerColumns(podTemplate),
  selectorColumn,
);

const jobStates: readonly (readonly [condition: string, shown: string])[] = [
  ['Complete', 'Complete'],
  ['Failed', 'Failed'],
  ['', 'Terminating'],
  ['Suspended', 'Suspended'],
  ['FailureTarget', 'FailureTarget'],
  ['SuccessCriteriaMet', 'SuccessCriteriaMet'],
];

function jobStatus(job: JsonObject): string {
  const conditions = objectsField(objectField(job, 'status'), 'conditions');
  const isTrue = (type: string) =>
    conditions.some((one) => textField(one, 'type') === type && textField(one, 'status') === 'True');
  const isEnding = textField(objectField(job, 'metadata'), 'deletionTimestamp') !== '';
  const found = jobStates.find(([condition]) => (condition === '' ? isEnding : isTrue(condition)));
  return found?.[1] ?? 'Running';
}

function jobCompletions(job: JsonObject): string {
  const spec = objectField(job, 'spec');
  const succeeded = numberAt('status.succeeded')(job);
  const completions = numberField(spec, 'completions');
  if (completions !== undefined) return `${succeeded}/${completions}`;
  const parallelism = numberField(spec, 'parallelism') ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration(job: JsonObject, now: number): string {
  const status = objectField(job, 'status');
  const start = textField(status, 'startTime');
  if (start === '') return '';
  const end = textField(status, 'completionTime');
  return formatDuration((end === '' ? now : Date.parse(end)) - Date.parse(start));
}

const jobTemplateOf = (object: JsonObject): JsonObject | undefined =>
  objectField(objectField(objectField(objectField(object, 'spec'), 'jobTemplate'), 'spec'), 'template');

const cronJobs = columnPrinter(
  name,
  text('Schedule', textAt('spec.schedule')),
  text('Timezone', textAt('spec.timeZone', none)),
  {
    name: 'Suspend',
    type: 'boolean',
    cell: (object) => (objectField(object, 'spec')?.['suspend'] === true ? 'True' : 'False'),
  },
  count('Active', (object) => objectsField(objectField(object, 'status'), 'active').length),
  text('Last Schedule', (object, now) => {
    const last = textAt('status.lastScheduleTime')(object);
    return last === '' ? none : formatAge(last, now);
  }),
  age,
  ...containerColumns(jobTemplateOf),
  wide(
    text('Selector', (object) =>
      formatSelector(
        objectField(objectField(objectField(objectField(object, 'spec'), 'jobTemplate'), 'spec'), 'selector'),
      ),
    ),
  ),
);

/** Printers of the groups apps and batch, and of what is like them, by group and plural. */
export const workloadPrinters: Readonly<Record<string, Printer>> = {
  'apps/controllerrevisions': controllerRevisions,
  'apps/daemonsets': daemonSets,
  'apps/deployments': deployments,
  'apps/replicasets': replicaSets,
  'apps/statefulsets': statefulSets,
  'batch/cronjobs': cronJobs,
  'batch/jobs': jobs,
  '/replicationcontrollers': replicationControllers,
};
