import { isQualifiedName, type JsonObject, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { duplicateField, invalidField, requiredField, unsupportedField } from '../../../errors/field-errors.ts';
import { asJson, field, objectField, objectsField, textField, textsField } from '../../../json/fields.ts';
import type { VariableChoice } from '../../expressions/variable-types.ts';
import { expressionErrors } from '../validation/validate-conditions.ts';
import { bindingHeadErrors, policyHeadErrors } from '../validation/validate-heads.ts';
import { variableErrors } from '../validation/validate-variables.ts';

const reasons = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];

/** Complaints about a ValidatingAdmissionPolicy, its expressions among them. */
export function validateValidatingPolicy(policy: KubeObject): FieldError[] {
  const spec = objectField(asJson(policy), 'spec');
  const hasParams = objectField(spec, 'paramKind') !== undefined;
  const variables = variableErrors(objectsField(spec, 'variables'), hasParams, 'spec.variables');
  const choice = { hasParams, hasAuthorizer: true, composed: variables.types };
  return [
    ...policyHeadErrors(spec, hasParams),
    ...variables.errors,
    ...ruleListErrors(spec),
    ...objectsField(spec, 'validations').flatMap((one, n) => validationErrors(one, choice, `spec.validations[${n}]`)),
    ...annotationErrors(policy.metadata.name, objectsField(spec, 'auditAnnotations'), choice),
  ];
}

function ruleListErrors(spec: JsonObject | undefined): FieldError[] {
  const names = ['validations', 'auditAnnotations'];
  if (names.some((name) => objectsField(spec, name).length > 0)) return [];
  const text = 'validations or auditAnnotations must contain at least one item';
  return names.map((name) => requiredField(`spec.${name}`, text));
}

function validationErrors(validation: JsonObject, choice: VariableChoice, path: string): FieldError[] {
  const source = textField(validation, 'expression');
  const expression = `${path}.expression`;
  const reason = field(validation, 'reason');
  return [
    ...(source.trim() === ''
      ? [requiredField(expression, 'expression is not specified')]
      : expressionErrors(source, choice, ['bool'], expression)),
    ...messageExpressionErrors(textField(validation, 'messageExpression'), choice, `${path}.messageExpression`),
    ...messageErrors(textField(validation, 'message'), `${path}.message`),
    ...(reason === undefined || reasons.includes(String(reason))
      ? []
      : [unsupportedField(`${path}.reason`, reason, reasons)]),
  ];
}

function messageExpressionErrors(source: string, choice: VariableChoice, path: string): FieldError[] {
  if (source === '') return [];
  if (source.trim() === '') return [invalidField(path, source, 'must be non-empty if specified')];
  return expressionErrors(source, { ...choice, hasAuthorizer: false }, ['string'], path);
}

function messageErrors(message: string, path: string): FieldError[] {
  if (message === '') return [];
  if (message.trim() === '') return [invalidField(path, message, 'must be non-empty if specified')];
  return /[\n\r]/.test(message.trim()) ? [invalidField(path, message, 'must not contain line breaks')] : [];
}

const mostAnnotations = 20;
const longestExpression = 5 * 1024;

function annotationErrors(name: string, annotations: readonly JsonObject[], choice: VariableChoice): FieldError[] {
  const path = 'spec.auditAnnotations';
  const seen = new Set<string>();
  const text = `must not have more than ${mostAnnotations} auditAnnotations`;
  return [
    ...(annotations.length > mostAnnotations ? [invalidField(path, annotations, text)] : []),
    ...annotations.flatMap((annotation, n) => {
      const key = textField(annotation, 'key');
      const duplicates = seen.has(key) ? [duplicateField(`${path}[${n}].key`, key)] : [];
      seen.add(key);
      return [
        ...keyErrors(name, key, `${path}[${n}].key`),
        ...valueErrors(textField(annotation, 'valueExpression'), choice, `${path}[${n}].valueExpression`),
        ...duplicates,
      ];
    }),
  ];
}

function keyErrors(name: string, key: string, path: string): FieldError[] {
  if (name === '') return [invalidField(path, key, 'requires metadata.name be non-empty')];
  const full = `${name}/${key}`;
  return isQualifiedName(full).map((text) => invalidField(path, full, text));
}

function valueErrors(source: string, choice: VariableChoice, path: string): FieldError[] {
  const trimmed = source.trim();
  if (trimmed === '') return [requiredField(path, 'valueExpression is not specified')];
  if (Buffer.byteLength(trimmed) > longestExpression) {
    return [requiredField(path, `must not exceed ${longestExpression} bytes in length`)];
  }
  return expressionErrors(trimmed, choice, ['string', 'null_type'], path);
}

const actions = ['Audit', 'Deny', 'Warn'];

/** Complaints about a ValidatingAdmissionPolicyBinding. */
export function validateValidatingBinding(binding: KubeObject): FieldError[] {
  const spec = objectField(asJson(binding), 'spec');
  return [...bindingHeadErrors(spec), ...actionErrors(textsField(spec, 'validationActions'))];
}

function actionErrors(wanted: readonly string[]): FieldError[] {
  const path = 'spec.validationActions';
  const errors = wanted.flatMap((action, n) => [
    ...(actions.includes(action) ? [] : [unsupportedField(`${path}[${n}]`, action, actions)]),
    ...(wanted.indexOf(action) < n ? [duplicateField(`${path}[${n}]`, action)] : []),
  ]);
  if (wanted.includes('Deny') && wanted.includes('Warn')) {
    const text =
      'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)';
    errors.push(invalidField(path, wanted, text));
  }
  if (wanted.length === 0) errors.push(requiredField(path));
  return errors;
}
