import { internalForm } from '@flux19/builtin-types';
import { deepEqual, isDns1123Label, type JsonObject, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { Field, findings } from '../field.ts';
import { mustStay } from '../immutable.ts';
import { labelSelector } from '../labels.ts';
import { templateMustMatch } from '../selectors.ts';
import { lookAtJobSpec } from './job-spec.ts';

/** The server makes the selector unless the user does. */
function lookAtGeneratedSelector(job: Field): void {
  const spec = job.child('spec');
  const selector = spec.child('selector');
  if (spec.child('manualSelector').isTrue || !selector.isSet) return;
  const metadata = job.child('metadata');
  const expected = expectedLabels(metadata.textOf('uid'), metadata.textOf('name'));
  const labels = spec.at('template', 'metadata', 'labels');
  for (const [key, value] of Object.entries(expected)) {
    if (!labels.has(key)) labels.key(key).required(`must be '${value}'`);
    else if (labels.key(key).text !== value) labels.key(key).invalid(`must be '${value}'`, labels.value);
  }
  for (const entry of selector.child('matchLabels').entries()) {
    if (expected[entry.name] !== entry.text) {
      selector.invalid('`selector` not auto-generated');
      return;
    }
  }
}

function expectedLabels(uid: string, name: string): Readonly<Record<string, string>> {
  return {
    'controller-uid': uid,
    'job-name': name,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
  };
}

/** Pods of indexed jobs have the index in their names. */
function lookAtName(job: Field): void {
  const spec = job.child('spec');
  const completions = spec.numberOf('completions');
  if (spec.textOf('completionMode') !== 'Indexed' || completions <= 0) return;
  const name = job.child('metadata').child('name');
  const host = `${name.text}-${completions - 1}`;
  if (isDns1123Label(host).length > 0) {
    name.invalid(`will not able to create pod with invalid DNS label: ${host}`);
  }
}

function lookAtSpec(spec: Field): void {
  lookAtJobSpec(spec);
  const selector = spec.child('selector');
  if (selector.isSet) selector.must(labelSelector);
  else selector.required();
  templateMustMatch(selector, spec.child('template'));
}

export function validateJob(object: KubeObject): FieldError[] {
  return findings(object, (job) => {
    lookAtGeneratedSelector(job);
    lookAtSpec(job.child('spec'));
    lookAtName(job);
  });
}

export function validateJobUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (job) => {
    const spec = job.child('spec');
    const before = Field.root(old).child('spec');
    lookAtSpec(spec);
    lookAtCompletions(spec, before);
    mustStay(spec.child('selector'), before.child('selector'));
    templateMustStay(spec, before, Field.root(old));
    for (const [name, type] of fixed) {
      const field = spec.child(name);
      const shown = type === '' ? (field.value ?? null) : internalForm(`*${type}`, field.value);
      mustStay(field, before.child(name), shown);
    }
    lookAtName(job);
  });
}

const fixed: readonly (readonly [name: string, type: string])[] = [
  ['completionMode', ''],
  ['podFailurePolicy', 'batch.PodFailurePolicy'],
  ['backoffLimitPerIndex', ''],
  ['managedBy', ''],
  ['successPolicy', 'batch.SuccessPolicy'],
];

/** Indexed jobs may grow and shrink. */
function lookAtCompletions(spec: Field, old: Field): void {
  const completions = spec.child('completions');
  if (spec.textOf('completionMode') !== 'Indexed') {
    mustStay(completions, old.child('completions'));
    return;
  }
  if (deepEqual(completions.value, old.child('completions').value) || !completions.isSet) return;
  if (completions.number !== spec.numberOf('parallelism')) {
    completions.invalid('can only be modified in tandem with spec.parallelism');
  }
}

/** While a job is suspended and has not started, its pods may still be sent elsewhere. */
function templateMustStay(spec: Field, old: Field, oldJob: Field): void {
  const isSuspended = old.child('suspend').isTrue;
  const mayMove = isSuspended && !oldJob.child('status').has('startTime');
  const template = spec.child('template');
  const before = mayMove ? withDirectives(old.child('template'), template) : (old.child('template').object ?? {});
  if (!isSuspended) {
    if (deepEqual(template.value, before)) return;
    template.invalid('field is immutable', internalForm('core.PodTemplateSpec', template.value));
    return;
  }
  const wanted = template.child('spec');
  if (deepEqual(wanted.value, withResources((before['spec'] ?? {}) as JsonObject, wanted))) return;
  const shown = internalForm('core.PodSpec', wanted.value);
  spec.child('template.spec').invalid('field is immutable', shown);
}

const directives = ['nodeSelector', 'tolerations', 'schedulingGates'];

function withDirectives(old: Field, template: Field): JsonObject {
  const { annotations: _, labels: __, ...metadata } = old.child('metadata').object ?? {};
  const spec: JsonObject = { ...old.child('spec').object };
  for (const name of directives) copy(template.child('spec'), name, spec);
  const { nodeAffinity: ___, ...others } = old.at('spec', 'affinity').object ?? {};
  const wanted = template.at('spec', 'affinity', 'nodeAffinity').value;
  const affinity = wanted === undefined ? others : { ...others, nodeAffinity: wanted };
  if (template.at('spec', 'affinity').isSet || Object.keys(affinity).length > 0) spec['affinity'] = affinity;
  else delete spec['affinity'];
  const made: JsonObject = { ...metadata };
  for (const name of ['annotations', 'labels']) copy(template.child('metadata'), name, made);
  return { ...old.object, metadata: made, spec };
}

function copy(from: Field, name: string, to: JsonObject): void {
  const { value } = from.child(name);
  if (value === undefined) delete to[name];
  else to[name] = value;
}

function withResources(old: JsonObject, wanted: Field): JsonObject {
  const result: JsonObject = { ...old };
  for (const name of ['containers', 'initContainers']) {
    const now = wanted.list(name);
    const before = Array.isArray(old[name]) ? (old[name] as JsonObject[]) : [];
    if (now.length !== before.length || now.length === 0) continue;
    result[name] = before.map((container, position) => {
      const other = now[position];
      const resources = other?.child('resources').value;
      return other?.textOf('name') === container['name'] && resources !== undefined
        ? { ...container, resources }
        : container;
    });
  }
  return result;
}
