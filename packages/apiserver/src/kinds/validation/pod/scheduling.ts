// Tolerations, gates and topology spread constraints.
import { isValidLabelValue } from '@flux19/objects';
import type { Check, Field } from '../field.ts';
import { labelSelector } from '../labels.ts';
import { oneOf, qualifiedName, unlessEmpty } from '../names.ts';
import { positive } from '../numbers.ts';
import { lookAtLabelKeys } from './affinity.ts';

/** What a taint does to pods. */
export const taintEffect: Check = oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute');

export const toleration: Check = (field) => {
  const key = field.child('key');
  const operator = field.child('operator');
  const effect = field.child('effect');
  key.must(unlessEmpty(qualifiedName));
  if (key.text === '' && operator.text !== 'Exists') {
    const text = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    operator.invalid(text, operator.text);
  }
  if (field.has('tolerationSeconds') && effect.text !== 'NoExecute') {
    effect.invalid("effect must be 'NoExecute' when `tolerationSeconds` is set", effect.text);
  }
  lookAtValue(operator, field.textOf('value'));
  effect.must(unlessEmpty(taintEffect));
};

function lookAtValue(operator: Field, value: string): void {
  if (operator.text === 'Equal' || operator.text === '') {
    const complaints = isValidLabelValue(value);
    if (complaints.length > 0) operator.invalid(complaints.join(';'), value);
  } else if (operator.text === 'Exists') {
    if (value !== '') operator.invalid("value must be empty when `operator` is 'Exists'", value);
  } else if (operator.text === 'Lt' || operator.text === 'Gt') {
    // Kubernetes: comparisons are behind a feature gate that is off.
    operator.unsupported(['Equal', 'Exists', 'Lt', 'Gt']);
  } else operator.unsupported(['Equal', 'Exists']);
}

export function lookAtGates(gates: readonly Field[]): void {
  const seen = new Set<string>();
  for (const gate of gates) {
    const name = gate.textOf('name');
    gate.holding(name).must(qualifiedName);
    if (seen.has(name)) gate.duplicate(name);
    seen.add(name);
  }
}

const inclusionPolicy: Check = oneOf('Honor', 'Ignore');

/** Topology spread constraints; one for each key and action. */
export function lookAtSpread(constraints: readonly Field[]): void {
  const kinds = constraints.map((one) => `{${one.textOf('topologyKey')}, ${one.textOf('whenUnsatisfiable')}}`);
  for (const [position, constraint] of constraints.entries()) {
    const key = constraint.child('topologyKey');
    const action = constraint.textOf('whenUnsatisfiable');
    constraint.child('maxSkew').must(positive);
    if (key.text === '') key.required('can not be empty');
    constraint.child('whenUnsatisfiable').must(oneOf('DoNotSchedule', 'ScheduleAnyway'));
    const kind = kinds[position] ?? '';
    if (kinds.slice(position + 1).includes(kind)) {
      constraint.child('{topologyKey, whenUnsatisfiable}').duplicate(kind);
    }
    constraint.child('minDomains').mayBe(minDomains(action));
    constraint.child('nodeAffinityPolicy').mayBe(inclusionPolicy);
    constraint.child('nodeTaintsPolicy').mayBe(inclusionPolicy);
    lookAtLabelKeys(constraint);
    constraint.child('labelSelector').must(labelSelector);
  }
}

function minDomains(action: string): Check {
  return (field) => {
    positive(field);
    if (action !== 'DoNotSchedule') {
      field.invalid(`can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`);
    }
  };
}
