// Where pods want to run: node and pod affinity.
import { isDns1123Label } from '@flux19/objects';
import type { Check, Field } from '../field.ts';
import { labelSelector, operatorFitsValues } from '../labels.ts';
import { dnsSubdomain, labelValue, qualifiedName } from '../names.ts';

function requirement(checksValues: boolean): Check {
  return (field) => {
    const operator = field.child('operator');
    const values = field.child('values');
    if (operator.text === 'Gt' || operator.text === 'Lt') {
      if (values.length !== 1) values.required("must be specified single value when `operator` is 'Lt' or 'Gt'");
    } else if (!operatorFitsValues(field)) operator.invalid('not a valid selector operator', operator.text);
    field.child('key').must(qualifiedName);
    if (checksValues) for (const value of values.items()) value.must(labelValue);
  };
}

const fieldRequirement: Check = (field) => {
  const operator = field.child('operator');
  const values = field.child('values');
  const key = field.child('key');
  if (operator.text !== 'In' && operator.text !== 'NotIn') {
    operator.invalid('not a valid selector operator', operator.text);
  } else if (values.length !== 1) {
    values.required("must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
  }
  if (key.text !== 'metadata.name') key.invalid('not a valid field selector key', key.text);
  else for (const value of values.items()) value.must(dnsSubdomain);
};

function term(checksValues: boolean): Check {
  const expression = requirement(checksValues);
  return (field) => {
    for (const item of field.list('matchExpressions')) item.must(expression);
    for (const item of field.list('matchFields')) item.must(fieldRequirement);
  };
}

const requiredTerm = term(true);
// Preferences may be for what no node has.
const preferredTerm = term(false);

/** Nodes, by their labels and names. */
export const nodeSelector: Check = (field) => {
  const terms = field.child('nodeSelectorTerms');
  if (terms.length === 0) terms.required('must have at least one node selector term');
  for (const item of terms.items()) item.must(requiredTerm);
};

const weight: Check = (field) => {
  if (field.number < 1 || field.number > 100) field.invalid('must be in the range 1-100', field.number);
};

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

const nodeAffinity: Check = (field) => {
  field.child(required).mayBe(nodeSelector);
  for (const item of field.list(preferred)) {
    item.child('weight').must(weight);
    item.child('preference').must(preferredTerm);
  }
};

function labelKeys(field: Field, selector: Field): void {
  if (field.length === 0) return;
  if (!selector.isSet) {
    field.forbidden('must not be specified when labelSelector is not set');
    return;
  }
  for (const key of field.items()) key.must(qualifiedName);
}

/** Keys whose values are taken from the pod and added to its selector. */
export function lookAtLabelKeys(owner: Field): void {
  const matching = owner.child('matchLabelKeys');
  const mismatching = owner.child('mismatchLabelKeys');
  const selector = owner.child('labelSelector');
  labelKeys(matching, selector);
  labelKeys(mismatching, selector);
  const positions = new Map(matching.items().map((key, position) => [key.text, position]));
  const selected = new Set(Object.keys(selector.child('matchLabels').object ?? {}));
  for (const expression of selector.list('matchExpressions')) {
    const key = expression.textOf('key');
    const position = positions.get(key);
    if (position !== undefined && selected.has(key)) {
      owner.index(position).invalid('exists in both matchLabelKeys and labelSelector', key);
    }
    selected.add(key);
  }
  const others = new Set(owner.textsOf('mismatchLabelKeys'));
  for (const key of matching.items()) {
    if (others.has(key.text)) key.invalid('exists in both matchLabelKeys and mismatchLabelKeys');
  }
}

const podTerm: Check = (field) => {
  field.child('labelSelector').must(labelSelector);
  field.child('namespaceSelector').must(labelSelector);
  for (const name of field.textsOf('namespaces')) {
    for (const detail of isDns1123Label(name)) field.child('namespace').invalid(detail, name);
  }
  lookAtLabelKeys(field);
  const key = field.child('topologyKey');
  if (key.text === '') key.required('can not be empty');
  key.must(qualifiedName);
};

const podAffinity: Check = (field) => {
  for (const item of field.list(required)) item.must(podTerm);
  for (const item of field.list(preferred)) {
    item.child('weight').must(weight);
    item.child('podAffinityTerm').must(podTerm);
  }
};

export const affinity: Check = (field) => {
  field.child('nodeAffinity').must(nodeAffinity);
  field.child('podAffinity').must(podAffinity);
  field.child('podAntiAffinity').must(podAffinity);
};
