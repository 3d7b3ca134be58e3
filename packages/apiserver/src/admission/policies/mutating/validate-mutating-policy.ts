import type { JsonObject, KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { invalidField, requiredField, unsupportedField } from '../../../errors/field-errors.ts';
import { asJson, field, objectField, objectsField, textField, textsField } from '../../../json/fields.ts';
import { mustBeOneOf } from '../../../kinds/validation/checks.ts';
import type { VariableChoice } from '../../expressions/variable-types.ts';
import { expressionErrors } from '../validation/validate-conditions.ts';
import { bindingHeadErrors, policyHeadErrors } from '../validation/validate-heads.ts';
import { variableErrors } from '../validation/validate-variables.ts';
import { patchForms } from './compile-mutating-policy.ts';

/** Complaints about a MutatingAdmissionPolicy, its expressions among them. */
export function validateMutatingPolicy(policy: KubeObject): FieldError[] {
  const spec = objectField(asJson(policy), 'spec');
  const hasParams = objectField(spec, 'paramKind') !== undefined;
  const variables = variableErrors(objectsField(spec, 'variables'), hasParams, 'spec.variables');
  const choice = { hasParams, hasAuthorizer: true, composed: variables.types, makesPatches: true };
  const reinvocation = textField(spec, 'reinvocationPolicy');
  const mutations = objectsField(spec, 'mutations');
  return [
    ...policyHeadErrors(spec, hasParams),
    ...operationErrors(objectField(spec, 'matchConstraints'), 'spec.matchConstraints'),
    ...variables.errors,
    ...(mutations.length === 0 ? [requiredField('spec.mutations', 'mutations must contain at least one item')] : []),
    ...mutations.flatMap((mutation, n) => mutationErrors(mutation, choice, `spec.mutations[${n}]`)),
    ...(reinvocation === ''
      ? [requiredField('spec.reinvocationPolicy')]
      : mustBeOneOf(reinvocation, 'spec.reinvocationPolicy', ['IfNeeded', 'Never'])),
  ];
}

/** Complaints about a MutatingAdmissionPolicyBinding. */
export function validateMutatingBinding(binding: KubeObject): FieldError[] {
  const spec = objectField(asJson(binding), 'spec');
  return [...bindingHeadErrors(spec), ...operationErrors(objectField(spec, 'matchResources'), 'spec.matchResources')];
}

const operations = ['*', 'CONNECT', 'CREATE', 'UPDATE'];

/** Only what makes or changes an object can be changed itself. */
function operationErrors(match: JsonObject | undefined, path: string): FieldError[] {
  return objectsField(match, 'resourceRules')
    .flatMap((rule) => textsField(rule, 'operations'))
    .filter((operation) => !operations.includes(operation))
    .map((operation) => unsupportedField(`${path}.resourceRules.operations`, operation, operations));
}

function mutationErrors(mutation: JsonObject, choice: VariableChoice, path: string): FieldError[] {
  const patchType = textField(mutation, 'patchType');
  if (patchType === '') return [requiredField(`${path}.patchType`)];
  if (patchType !== 'ApplyConfiguration' && patchType !== 'JSONPatch') {
    return [unsupportedField(`${path}.patchType`, patchType, Object.keys(patchForms))];
  }
  const form = patchForms[patchType];
  const other = patchForms[patchType === 'JSONPatch' ? 'ApplyConfiguration' : 'JSONPatch'].field;
  const place = `${path}.${form.field}`;
  const patch = objectField(mutation, form.field);
  const source = textField(patch, 'expression').trim();
  const errors =
    source === ''
      ? [requiredField(`${place}.expression`)]
      : expressionErrors(source, choice, form.results, `${place}.expression`);
  return [
    ...(patch === undefined ? [requiredField(place, `must be specified when patchType is ${patchType}`)] : errors),
    ...(field(mutation, other) === undefined
      ? []
      : [invalidField(`${path}.${other}`, `{${other}}`, `must not be specified when patchType is ${patchType}`)]),
  ];
}
