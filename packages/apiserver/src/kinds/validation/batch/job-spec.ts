// What jobs are made of: pkg/apis/batch/validation of Kubernetes.
import { internalForm } from '@flux19/builtin-types';
import { omitted } from '../../../errors/field-errors.ts';
import { domainPrefixedPath } from '../domain-prefix.ts';
import type { Check, Field } from '../field.ts';
import { oneOf, qualifiedName } from '../names.ts';
import { notNegative } from '../numbers.ts';
import { lookAtPodTemplate } from '../pod/pod-template.ts';
import { IndexError, readIndexes } from './indexes.ts';

const managerLimit = 63;
const parallelismLimit = 100_000;
const manyCompletions = 100_000;
const limitForMany = 10_000;

const counts = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
];

/** The spec of a job, or of a template of jobs. */
export function lookAtJobSpec(spec: Field): void {
  for (const name of counts) spec.child(name).must(notNegative);
  const failed = spec.child('maxFailedIndexes');
  failed.must(notNegative);
  if (failed.isSet && !spec.has('backoffLimitPerIndex')) {
    spec.child('backoffLimitPerIndex').required('when maxFailedIndexes is specified');
  }
  const manager = spec.child('managedBy');
  manager.mayBe(domainPrefixedPath);
  if (manager.length > managerLimit) manager.tooLong(managerLimit);
  lookAtMode(spec);
  if (spec.has('podFailurePolicy')) lookAtFailurePolicy(spec);
  lookAtSuccess(spec);
  const replacement = spec.child('podReplacementPolicy');
  if (spec.has('podFailurePolicy')) replacement.mayBe(oneOf('Failed'));
  else replacement.mayBe(oneOf('Failed', 'TerminatingOrFailed'));
  lookAtPodTemplate(spec.child('template'));
  lookAtRestarts(spec);
}

function lookAtRestarts(spec: Field): void {
  const policy = spec.at('template', 'spec', 'restartPolicy');
  if (policy.text === 'Always' || policy.text === '') policy.required('valid values: "OnFailure", "Never"');
  else if (policy.text !== 'OnFailure' && policy.text !== 'Never') policy.unsupported(['OnFailure', 'Never']);
  else if (spec.has('podFailurePolicy') && policy.text !== 'Never') {
    policy.invalid('only "Never" is supported when podFailurePolicy is specified');
  }
}

function lookAtMode(spec: Field): void {
  const mode = spec.child('completionMode');
  mode.mayBe(oneOf('NonIndexed', 'Indexed'));
  if (mode.text === 'Indexed') lookAtIndexed(spec);
  if (mode.isSet && mode.text !== 'NonIndexed') return;
  for (const name of ['backoffLimitPerIndex', 'maxFailedIndexes']) {
    if (spec.has(name)) spec.child(name).invalid('requires indexed completion mode');
  }
}

function lookAtIndexed(spec: Field): void {
  const completions = spec.child('completions');
  const parallelism = spec.child('parallelism');
  const failed = spec.child('maxFailedIndexes');
  if (!completions.isSet) completions.required('when completion mode is Indexed');
  if (parallelism.number > parallelismLimit) {
    parallelism.invalid(`must be less than or equal to ${parallelismLimit} when completion mode is Indexed`);
  }
  if (completions.isSet && failed.number > completions.number) {
    failed.invalid('must be less than or equal to completions');
  }
  if (failed.number > parallelismLimit) failed.invalid(`must be less than or equal to ${parallelismLimit}`);
  if (completions.number <= manyCompletions || !spec.has('backoffLimitPerIndex')) return;
  if (!failed.isSet) failed.required(`must be specified when completions is above ${manyCompletions}`);
  const text = `must be less than or equal to ${limitForMany} when completions are above ${manyCompletions} and used with backoff limit per index`;
  if (parallelism.number > limitForMany) parallelism.invalid(text);
  if (failed.number > limitForMany) failed.invalid(text);
}

const ruleLimit = 20;
const codeLimit = 255;
const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const statuses = ['False', 'True', 'Unknown'];
const operators = ['In', 'NotIn'];

/** As Go prints a list of quoted texts. */
function valid(values: readonly string[]): string {
  return `valid values: [${values.map((value) => JSON.stringify(value)).join(' ')}]`;
}

function neededOf(values: readonly string[]): Check {
  return (field) => {
    if (field.text === '') field.required(valid(values));
    else if (!values.includes(field.text)) field.unsupported(values);
  };
}

function lookAtFailurePolicy(spec: Field): void {
  const rules = spec.child('podFailurePolicy').child('rules');
  if (rules.length > ruleLimit) rules.tooMany(ruleLimit);
  const podSpec = spec.at('template', 'spec');
  const containers = [...podSpec.list('containers'), ...podSpec.list('initContainers')];
  const names = new Set(containers.map((container) => container.textOf('name')));
  for (const rule of rules.items()) {
    const action = rule.child('action');
    if (action.text === 'FailIndex' && !spec.has('backoffLimitPerIndex')) {
      action.invalid('requires the backoffLimitPerIndex to be set');
    } else action.must(neededOf(actions));
    const codes = rule.child('onExitCodes');
    const conditions = rule.child('onPodConditions');
    if (codes.isSet) lookAtCodes(codes, names);
    if (conditions.length > ruleLimit) conditions.tooMany(ruleLimit);
    for (const condition of conditions.items()) {
      condition.child('type').must(qualifiedName);
      condition.child('status').must(neededOf(statuses));
    }
    if (codes.isSet && conditions.length > 0) {
      rule.invalid('specifying both OnExitCodes and OnPodConditions is not supported', omitted);
    }
    if (!codes.isSet && conditions.length === 0) {
      rule.invalid('specifying one of OnExitCodes and OnPodConditions is required', omitted);
    }
  }
}

function lookAtCodes(codes: Field, containers: ReadonlySet<string>): void {
  const operator = codes.child('operator');
  operator.must(neededOf(operators));
  const container = codes.child('containerName');
  if (container.isSet && !containers.has(container.text)) {
    container.invalid('must be one of the container or initContainer names in the pod template', container.text);
  }
  const values = codes.child('values');
  if (values.length === 0) values.invalid('at least one value is required', values.value ?? null);
  else if (values.length > codeLimit) values.tooMany(codeLimit);
  const seen = new Set<number>();
  let last = Number.NEGATIVE_INFINITY;
  let isOrdered = true;
  for (const value of values.items()) {
    if (operator.text === 'In' && value.number === 0) value.invalid('must not be 0 for the In operator', 0);
    if (seen.has(value.number)) value.duplicate();
    seen.add(value.number);
    if (last > value.number) isOrdered = false;
    last = value.number;
  }
  if (!isOrdered) values.invalid('must be ordered');
}

function lookAtSuccess(spec: Field): void {
  const policy = spec.child('successPolicy');
  if (!policy.isSet) return;
  if (spec.textOf('completionMode') !== 'Indexed') {
    policy.invalid('requires indexed completion mode', internalForm('batch.SuccessPolicy', policy.value));
    return;
  }
  const rules = policy.child('rules');
  if (rules.length === 0) rules.required('at least one rules must be specified when the successPolicy is specified');
  if (rules.length > ruleLimit) rules.tooMany(ruleLimit);
  for (const rule of rules.items()) lookAtSuccessRule(rule, spec.numberOf('completions'));
}

const indexesLimit = 64 * 1024;

function lookAtSuccessRule(rule: Field, completions: number): void {
  const count = rule.child('succeededCount');
  const indexes = rule.child('succeededIndexes');
  if (!count.isSet && !indexes.isSet) {
    rule.required('at least one of succeededCount or succeededIndexes must be specified');
  }
  if (indexes.length > indexesLimit) indexes.tooLong(indexesLimit);
  let total = 0;
  try {
    total = readIndexes(indexes.text, completions);
  } catch (thrown) {
    if (!(thrown instanceof IndexError)) throw thrown;
    indexes.invalid(`error parsing succeededIndexes: ${thrown.message}`, indexes.text);
  }
  if (!count.isSet) return;
  count.must(notNegative);
  if (count.number > completions) {
    count.invalid(`must be less than or equal to ${completions} (the number of specified completions)`);
  }
  if (indexes.isSet && count.number > total) {
    const text = `must be less than or equal to ${total} (the number of indexes in the specified succeededIndexes field)`;
    count.invalid(text);
  }
}
