import { isDns1123Subdomain, type JsonObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { invalidField, requiredField } from '../../../errors/field-errors.ts';
import { objectField, objectsField, textField } from '../../../json/fields.ts';
import { mustBeOneOf } from '../../../kinds/validation/checks.ts';
import { conditionErrors } from './validate-conditions.ts';
import { matchErrors } from './validate-match.ts';
import { paramKindErrors, paramRefErrors } from './validate-param-kind.ts';

/** Complaints about what policies of all kinds have: failure policy, parameters, which writes they are about. */
export function policyHeadErrors(spec: JsonObject | undefined, hasParams: boolean): FieldError[] {
  const match = objectField(spec, 'matchConstraints');
  const rulesPath = 'spec.matchConstraints.resourceRules';
  return [
    ...mustBeOneOf(textField(spec, 'failurePolicy'), 'spec.failurePolicy', ['Fail', 'Ignore']),
    ...paramKindErrors(objectField(spec, 'paramKind'), 'spec.paramKind'),
    ...(match === undefined ? [requiredField('spec.matchConstraints')] : matchErrors(match, 'spec.matchConstraints')),
    ...(match !== undefined && objectsField(match, 'resourceRules').length === 0 ? [requiredField(rulesPath)] : []),
    ...conditionErrors(objectsField(spec, 'matchConditions'), hasParams, 'spec.matchConditions'),
  ];
}

/** Complaints about what bindings of all kinds have. */
export function bindingHeadErrors(spec: JsonObject | undefined): FieldError[] {
  const name = textField(spec, 'policyName');
  const nameErrors = isDns1123Subdomain(name).map((text) => invalidField('spec.policyName', name, text));
  return [
    ...(name === '' ? [requiredField('spec.policyName')] : nameErrors),
    ...paramRefErrors(objectField(spec, 'paramRef'), 'spec.paramRef'),
    ...matchErrors(objectField(spec, 'matchResources'), 'spec.matchResources'),
  ];
}
