// The rules of pkg/apis/apps/validation and pkg/apis/batch/validation of Kubernetes.
import {
  deepEqual,
  type JsonObject,
  type KubeObject,
  type LabelSelectorObject,
  labelSelectorFromObject,
  matchesLabels,
} from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { forbiddenField, invalidField, requiredField, unsupportedField } from '../../errors/field-errors.ts';
import { asJson, field, objectField, objectsField, textField } from '../../json/fields.ts';
import { mustBeOneOf, mustNotBeNegative, mustNotChange, selectorErrors } from './checks.ts';
import { mustNotHaveDeadline, mustRestartAlways, podTemplateErrors } from './pod-spec.ts';

function specOf(object: KubeObject): JsonObject {
  return objectField(asJson(object), 'spec') ?? {};
}

/** What every kind with a selector and a template must hold. */
function selectorAndTemplateErrors(spec: JsonObject, kind: string): FieldError[] {
  const selector = objectField(spec, 'selector');
  const template = objectField(spec, 'template');
  const errors: FieldError[] = [];
  if (selector === undefined) errors.push(requiredField('spec.selector'));
  else {
    errors.push(...selectorErrors(selector, 'spec.selector'));
    if (Object.keys(selector).length === 0) {
      errors.push(invalidField('spec.selector', selector, `empty selector is invalid for ${kind}`));
    }
  }
  errors.push(...matchErrors(selector, template));
  return [...errors, ...podTemplateErrors(template, 'spec.template')];
}

function matchErrors(selector: JsonObject | undefined, template: JsonObject | undefined): FieldError[] {
  if (selector !== undefined && Object.keys(selector).length === 0) return [];
  const labels = objectField(objectField(template, 'metadata'), 'labels');
  try {
    const matches = matchesLabels(
      labelSelectorFromObject(selector as LabelSelectorObject | undefined),
      labels as Record<string, string>,
    );
    if (matches) return [];
  } catch {
    // What is wrong with the selector is complained about elsewhere.
    return [];
  }
  return [invalidField('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')];
}

function templateSpec(spec: JsonObject): JsonObject | undefined {
  return objectField(objectField(spec, 'template'), 'spec');
}

const templatePath = 'spec.template.spec';

export function validateDeployment(deployment: KubeObject): FieldError[] {
  const spec = specOf(deployment);
  const strategy = objectField(spec, 'strategy');
  const type = textField(strategy, 'type');
  const errors = mustNotBeNegative(spec, 'replicas', 'spec');
  errors.push(...selectorAndTemplateErrors(spec, 'deployment'));
  errors.push(...mustRestartAlways(templateSpec(spec), templatePath));
  errors.push(...mustNotHaveDeadline(templateSpec(spec), templatePath, 'ReplicaSet'));
  if (type === 'Recreate' && objectField(strategy, 'rollingUpdate') !== undefined) {
    const text = "may not be specified when strategy `type` is 'Recreate'";
    errors.push(forbiddenField('spec.strategy.rollingUpdate', text));
  } else errors.push(...strategyErrors(strategy, 'spec.strategy', ['Recreate', 'RollingUpdate']));
  for (const name of ['minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds']) {
    errors.push(...mustNotBeNegative(spec, name, 'spec'));
  }
  return [...errors, ...progressErrors(spec)];
}

function strategyErrors(strategy: JsonObject | undefined, path: string, supported: readonly string[]): FieldError[] {
  const type = textField(strategy, 'type');
  if (supported.includes(type)) return [];
  // Kubernetes prints the strategy under the names of its internal type.
  const shown = { Type: type, RollingUpdate: field(strategy, 'rollingUpdate') ?? null };
  return [unsupportedField(path, shown, supported)];
}

function progressErrors(spec: JsonObject): FieldError[] {
  const deadline = field(spec, 'progressDeadlineSeconds');
  const ready = field(spec, 'minReadySeconds') ?? 0;
  if (typeof deadline !== 'number' || typeof ready !== 'number' || deadline > ready) return [];
  return [invalidField('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')];
}

/** Kinds whose selector says for ever which pods are theirs. */
export function validateSelectorUnchanged(object: KubeObject, old: KubeObject): FieldError[] {
  return mustNotChange(field(specOf(object), 'selector'), field(specOf(old), 'selector'), 'spec.selector');
}

export function validateReplicaSet(replicaSet: KubeObject): FieldError[] {
  const spec = specOf(replicaSet);
  return [
    ...mustNotBeNegative(spec, 'replicas', 'spec'),
    ...mustNotBeNegative(spec, 'minReadySeconds', 'spec'),
    ...selectorAndTemplateErrors(spec, 'deployment'),
    ...mustRestartAlways(templateSpec(spec), templatePath),
    ...mustNotHaveDeadline(templateSpec(spec), templatePath, 'ReplicaSet'),
  ];
}

export function validateDaemonSet(daemonSet: KubeObject): FieldError[] {
  const spec = specOf(daemonSet);
  return [
    ...selectorAndTemplateErrors(spec, 'daemonset'),
    ...mustRestartAlways(templateSpec(spec), templatePath),
    ...mustNotHaveDeadline(templateSpec(spec), templatePath, 'DaemonSet'),
    ...mustNotBeNegative(spec, 'minReadySeconds', 'spec'),
    ...strategyErrors(objectField(spec, 'updateStrategy'), 'spec.updateStrategy', ['OnDelete', 'RollingUpdate']),
    ...mustNotBeNegative(spec, 'revisionHistoryLimit', 'spec'),
  ];
}

export function validateStatefulSet(statefulSet: KubeObject): FieldError[] {
  const spec = withClaimVolumes(specOf(statefulSet));
  const management = textField(spec, 'podManagementPolicy');
  const strategy = objectField(spec, 'updateStrategy');
  const errors: FieldError[] = [];
  if (management !== 'OrderedReady' && management !== 'Parallel') {
    errors.push(invalidField('spec.podManagementPolicy', management, "must be 'OrderedReady' or 'Parallel'"));
  }
  if (!['RollingUpdate', 'OnDelete'].includes(textField(strategy, 'type'))) {
    errors.push(invalidField('spec.updateStrategy', strategy, "must be 'RollingUpdate' or 'OnDelete'"));
  }
  errors.push(...mustNotBeNegative(spec, 'replicas', 'spec'), ...mustNotBeNegative(spec, 'minReadySeconds', 'spec'));
  errors.push(...selectorAndTemplateErrors(spec, 'statefulset'));
  errors.push(...mustRestartAlways(templateSpec(spec), templatePath));
  return [...errors, ...mustNotHaveDeadline(templateSpec(spec), templatePath, 'StatefulSet')];
}

/** Claim templates become volumes of the pods, so that containers may mount them. */
function withClaimVolumes(spec: JsonObject): JsonObject {
  const claims = objectsField(spec, 'volumeClaimTemplates').map((claim) =>
    textField(objectField(claim, 'metadata'), 'name'),
  );
  if (claims.length === 0) return spec;
  const template = objectField(spec, 'template');
  const podSpec = objectField(template, 'spec');
  const own = objectsField(podSpec, 'volumes').filter((volume) => !claims.includes(textField(volume, 'name')));
  const added = claims.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return { ...spec, template: { ...template, spec: { ...podSpec, volumes: [...added, ...own] } } };
}

const changeable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

export function validateStatefulSetUpdate(statefulSet: KubeObject, old: KubeObject): FieldError[] {
  const fixed = (object: KubeObject) =>
    Object.fromEntries(Object.entries(specOf(object)).filter(([key]) => !changeable.includes(key)));
  if (deepEqual(fixed(statefulSet), fixed(old))) return [];
  const text = `updates to statefulset spec for fields other than ${changeable
    .slice(0, -1)
    .map((name) => `'${name}'`)
    .join(', ')} and 'minReadySeconds' are forbidden`;
  return [forbiddenField('spec', text)];
}

export function validateJob(job: KubeObject): FieldError[] {
  return jobSpecErrors(specOf(job), 'spec');
}

function jobSpecErrors(spec: JsonObject, path: string): FieldError[] {
  const errors = [
    'parallelism',
    'completions',
    'activeDeadlineSeconds',
    'backoffLimit',
    'ttlSecondsAfterFinished',
  ].flatMap((name) => mustNotBeNegative(spec, name, path));
  const template = objectField(spec, 'template');
  errors.push(...podTemplateErrors(template, `${path}.template`));
  const policy = textField(objectField(template, 'spec'), 'restartPolicy');
  if (policy === 'Always' || policy === '') {
    const text = 'supported values: "OnFailure", "Never"';
    errors.push({
      ...requiredField(`${path}.template.spec.restartPolicy`, `valid values: "OnFailure", "Never"`),
      detail: text,
    });
  }
  return errors;
}

const fixedOfJobs = [
  'completions',
  'selector',
  'template',
  'completionMode',
  'podFailurePolicy',
  'backoffLimitPerIndex',
  'managedBy',
];

export function validateJobUpdate(job: KubeObject, old: KubeObject): FieldError[] {
  return fixedOfJobs.flatMap((name) =>
    mustNotChange(field(specOf(job), name), field(specOf(old), name), `spec.${name}`),
  );
}

export function validateCronJob(cronJob: KubeObject): FieldError[] {
  const spec = specOf(cronJob);
  const schedule = textField(spec, 'schedule');
  const errors: FieldError[] = [];
  if (schedule === '') errors.push(requiredField('spec.schedule'));
  else errors.push(...scheduleErrors(schedule));
  errors.push(
    ...mustBeOneOf(textField(spec, 'concurrencyPolicy'), 'spec.concurrencyPolicy', ['Allow', 'Forbid', 'Replace']),
  );
  for (const name of ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit']) {
    errors.push(...mustNotBeNegative(spec, name, 'spec'));
  }
  const jobSpec = objectField(objectField(spec, 'jobTemplate'), 'spec') ?? {};
  return [...errors, ...jobSpecErrors(jobSpec, 'spec.jobTemplate.spec')];
}

const cronFields = 5;

function scheduleErrors(schedule: string): FieldError[] {
  if (schedule.startsWith('@')) return [];
  const parts = schedule.trim().split(/\s+/);
  if (parts.length === cronFields) return [];
  const text = `expected exactly ${cronFields} fields, found ${parts.length}: [${parts.join(' ')}]`;
  return [invalidField('spec.schedule', schedule, text)];
}
