import type { Fault } from '@flux19/cel';
import type { ValidationRule } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { shown } from '../errors/field-path.ts';
import { duplicate, forbidden, invalid, omittedValue, required } from '../errors/make-field-error.ts';
import type { Place } from './rule-run.ts';

/** The rule as texts name it: by its message if it has one. */
function ruleName({ message, rule }: ValidationRule): string {
  return (message === undefined || message === '' ? rule : message).trim();
}

/** What a rule that is false says. */
export function ruleText(rule: ValidationRule): string {
  const { message } = rule;
  return message === undefined || message === '' ? `failed rule: ${ruleName(rule)}` : message.trim();
}

/** The error for a rule that is false, of the type that the rule asks for. Objects and lists are not shown. */
export function failedRule(rule: ValidationRule, field: string, place: Place, detail: string): FieldError {
  const value = place.type === 'object' || place.type === 'array' ? omittedValue : place.value;
  const path = shown(field);
  switch (rule.reason) {
    case 'FieldValueForbidden':
      return forbidden(path, detail);
    case 'FieldValueRequired':
      return required(path, detail);
    case 'FieldValueDuplicate':
      return duplicate(path, value);
    default:
      return invalid(path, value, detail);
  }
}

/** The error for a rule that could not be evaluated. */
export function brokenRule(rule: ValidationRule, fault: Fault, place: Place, isTooCostly: boolean): FieldError {
  const { message } = fault;
  const name = ruleName(rule);
  if (isTooCostly) {
    const why = 'no further validation rules will be run due to call cost exceeds limit for rule';
    return invalid(shown(place.path), place.type, `'${message}': ${why}: ${name}`);
  }
  if (message.startsWith('no such overload')) {
    const why = 'call arguments did not match a supported operator, function or macro signature for rule';
    return invalid(shown(place.path), place.type, `'${message}': ${why}: ${name}`);
  }
  return invalid(shown(place.path), place.type, `${message} evaluating rule: ${name}`);
}
