import type { StructuralSchema, ValidationRule } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, item } from '../errors/field-path.ts';
import { invalid, notSupported, required } from '../errors/make-field-error.ts';
import { explainFieldPath } from '../rules/rule-field-path.ts';

const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const nonEmpty = 'must be non-empty if specified';
const noBreaks = 'must not contain line breaks';

/** Checks everything about rules but their expressions. */
export function ruleTextErrors(schema: StructuralSchema, path: string): FieldError[] {
  const rules = schema['x-kubernetes-validations'] ?? [];
  return rules.flatMap((rule, index) =>
    oneRuleErrors(rule, schema, item(child(path, 'x-kubernetes-validations'), index)),
  );
}

function oneRuleErrors(rule: ValidationRule, schema: StructuralSchema, path: string): FieldError[] {
  const { messageExpression = '', reason } = rule;
  const errors = messageErrors(rule, path);
  if (messageExpression !== '' && messageExpression.trim() === '') {
    errors.push(required(child(path, 'messageExpression'), `messageExpression ${nonEmpty}`));
  }
  if (reason !== undefined && !reasons.includes(reason)) {
    errors.push(notSupported(child(path, 'reason'), reason, reasons));
  }
  return [...errors, ...fieldPathErrors(rule.fieldPath ?? '', schema, child(path, 'fieldPath'))];
}

/** Only the first fault of rule and message is told. */
function messageErrors({ rule, message = '' }: ValidationRule, path: string): FieldError[] {
  const messagePath = child(path, 'message');
  if (rule.trim() === '') return [required(child(path, 'rule'), 'rule is not specified')];
  if (message !== '' && message.trim() === '') return [invalid(messagePath, message, nonEmpty)];
  if (hasBreaks(message.trim())) return [invalid(messagePath, message, noBreaks)];
  if (hasBreaks(rule.trim()) && message.trim() === '') {
    return [required(messagePath, 'message must be specified if rule contains line breaks')];
  }
  return [];
}

function fieldPathErrors(fieldPath: string, schema: StructuralSchema, path: string): FieldError[] {
  if (fieldPath === '') return [];
  const errors: FieldError[] = [];
  if (fieldPath.trim() === '') errors.push(invalid(path, fieldPath, nonEmpty));
  if (hasBreaks(fieldPath)) errors.push(invalid(path, fieldPath, noBreaks));
  if (typeof explainFieldPath(fieldPath, schema) === 'string') {
    errors.push(invalid(path, fieldPath, 'must be a valid path'));
  }
  return errors;
}

function hasBreaks(text: string): boolean {
  return /[\n\r]/.test(text);
}
