// PriorityClass and RuntimeClass.
import { isDns1123Label, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { type Check, Field, findings } from '../field.ts';
import { mustStay, staysByType } from '../immutable.ts';
import { labels } from '../labels.ts';
import { neededOneOf, nonEmpty } from '../names.ts';
import { containerResource, resources } from '../pod/resources.ts';
import { toleration } from '../pod/scheduling.ts';

const highest = 1_000_000_000;
const systemClasses: ReadonlyMap<string, number> = new Map([
  ['system-node-critical', 2_000_001_000],
  ['system-cluster-critical', 2_000_000_000],
]);

function systemFault(name: string, value: number, isDefault: boolean): string | undefined {
  const known = systemClasses.get(name);
  if (known === undefined) return `${name} is not a known system priority class`;
  if (value !== known) return `value of ${name} PriorityClass must be ${known}`;
  return isDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}

export function validatePriorityClass(object: KubeObject): FieldError[] {
  return findings(object, (priority) => {
    const name = priority.at('metadata', 'name');
    const value = priority.child('value');
    if (name.text.startsWith('system-')) {
      const fault = systemFault(name.text, value.number, priority.child('globalDefault').isTrue);
      const text = "priority class names with 'system-' prefix are reserved for system use only. error: ";
      if (fault !== undefined) name.forbidden(text + fault);
    } else if (value.number > highest) {
      value.forbidden(`maximum allowed value of a user defined priority is ${highest}`);
    }
    priority.child('preemptionPolicy').mayBe(neededOneOf('PreemptLowerPriority', 'Never'));
  });
}

export function validatePriorityClassUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (priority) => {
    const before = Field.root(old);
    if (priority.numberOf('value') !== before.numberOf('value')) {
      priority.child('value').forbidden('may not be changed in an update.');
    }
    mustStay(priority.child('preemptionPolicy'), before.child('preemptionPolicy'));
  });
}

export function validateRuntimeClass(object: KubeObject): FieldError[] {
  return findings(object, lookAtRuntime);
}

function lookAtRuntime(runtime: Field): void {
  const overhead = runtime.child('overhead');
  if (overhead.isSet) {
    overhead.holding({ limits: overhead.child('podFixed').value ?? {} }).must(resources(containerResource, new Set()));
  }
  const scheduling = runtime.child('scheduling');
  scheduling.child('nodeSelector').must(labels);
  const tolerations = scheduling.list('tolerations');
  for (const item of tolerations) item.must(toleration);
  const seen = new Set<string>();
  for (const item of tolerations) {
    const key = JSON.stringify(['key', 'operator', 'value', 'effect'].map((name) => item.textOf(name)));
    if (seen.has(key)) item.duplicate(shownToleration(item));
    seen.add(key);
  }
  runtime.child('handler').must(nonEmpty(shortName));
}

/** A label whose length is counted in characters. */
const shortName: Check = (field) => {
  for (const detail of isDns1123Label(field.text)) field.invalid(detail.replace(/bytes$/, 'characters'), field.text);
};

function shownToleration(item: Field): unknown {
  const text = (name: string): string => item.textOf(name);
  const seconds = item.child('tolerationSeconds').value ?? null;
  const [Key, Operator, Value, Effect] = [text('key'), text('operator'), text('value'), text('effect')];
  return { Key, Operator, Value, Effect, TolerationSeconds: seconds };
}

export function validateRuntimeClassUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (runtime) => {
    lookAtRuntime(runtime);
    staysByType(runtime.child('handler'), Field.root(old).child('handler'));
  });
}
