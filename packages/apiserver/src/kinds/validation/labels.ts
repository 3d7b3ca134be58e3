// Labels and their selectors: k8s.io/apimachinery/pkg/apis/meta/v1/validation.
import { annotationErrors, labelErrors } from '../../meta/validate-metadata.ts';
import type { Check, Field } from './field.ts';
import { labelValue, qualifiedName } from './names.ts';

function textsByKey(field: Field): Readonly<Record<string, string>> | undefined {
  return field.object as Readonly<Record<string, string>> | undefined;
}

export const labels: Check = (field) => {
  if (!field.isSet) return;
  field.findings.push(...labelErrors(textsByKey(field), field.path));
};

export const annotations: Check = (field) => {
  if (!field.isSet) return;
  field.findings.push(...annotationErrors(textsByKey(field), field.path));
};

/** What an operator of a selector says about its values. */
export function operatorFitsValues(requirement: Field): boolean {
  const operator = requirement.textOf('operator');
  const values = requirement.child('values');
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) values.required("must be specified when `operator` is 'In' or 'NotIn'");
    return true;
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
    return true;
  }
  return false;
}

const requirement: Check = (field) => {
  if (!operatorFitsValues(field)) field.child('operator').invalid('not a valid selector operator');
  field.child('key').must(qualifiedName);
  for (const value of field.list('values')) value.must(labelValue);
};

/** A selector of objects by their labels, if there is one. */
export const labelSelector: Check = (field) => {
  if (!field.isSet) return;
  field.child('matchLabels').must(labels);
  for (const expression of field.list('matchExpressions')) expression.must(requirement);
};
