// Checks that many kinds share, in the words of Kubernetes.
import {
  compareQuantities,
  deepEqual,
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isQualifiedName,
  isValidLabelValue,
  type JsonObject,
  type JsonValue,
  parseQuantity,
} from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { forbiddenField, invalidField, requiredField, unsupportedField } from '../../errors/field-errors.ts';
import { field, numberField, objectField, objectsField, textField, textsField } from '../../json/fields.ts';
import type { NameCheck } from '../../meta/validate-metadata.ts';
import { labelErrors } from '../../meta/validate-metadata.ts';

/** A name check for names or, with the dash that `generateName` often ends in, their beginnings. */
function allowingPrefix(check: (name: string) => string[]): NameCheck {
  return (name, isPrefix) => check(isPrefix ? name.replace(/-$/, 'a') : name);
}

export const dnsLabelName: NameCheck = allowingPrefix(isDns1123Label);
export const dnsSubdomainName: NameCheck = allowingPrefix(isDns1123Subdomain);
export const dns1035LabelName: NameCheck = allowingPrefix(isDns1035Label);

export function mustBeOneOf(value: string, path: string, supported: readonly string[]): FieldError[] {
  return supported.includes(value) ? [] : [unsupportedField(path, value, supported)];
}

export function mustNotBeNegative(parent: JsonObject | undefined, name: string, path: string): FieldError[] {
  const value = numberField(parent, name);
  if (value === undefined || value >= 0) return [];
  return [invalidField(`${path}.${name}`, value, 'must be greater than or equal to 0')];
}

export function mustNotChange(next: JsonValue | undefined, old: JsonValue | undefined, path: string): FieldError[] {
  return deepEqual(next, old) ? [] : [invalidField(path, next ?? null, 'field is immutable')];
}

export function mustBePort(value: number, path: string): FieldError[] {
  return value >= 1 && value <= 65_535 ? [] : [invalidField(path, value, 'must be between 1 and 65535, inclusive')];
}

/** A label selector as workloads hold it. */
export function selectorErrors(selector: JsonObject | undefined, path: string): FieldError[] {
  const labels = objectField(selector, 'matchLabels') as Record<string, string> | undefined;
  const errors = labelErrors(labels, `${path}.matchLabels`);
  for (const [index, expression] of objectsField(selector, 'matchExpressions').entries()) {
    errors.push(...expressionErrors(expression, `${path}.matchExpressions[${index}]`));
  }
  return errors;
}

function expressionErrors(expression: JsonObject, path: string): FieldError[] {
  const operator = textField(expression, 'operator');
  const values = textsField(expression, 'values');
  const key = textField(expression, 'key');
  const errors: FieldError[] = [];
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) {
      errors.push(requiredField(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
    }
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) {
      errors.push(
        forbiddenField(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
      );
    }
  } else errors.push(invalidField(`${path}.operator`, operator, 'not a valid selector operator'));
  errors.push(...isQualifiedName(key).map((text) => invalidField(`${path}.key`, key, text)));
  for (const [index, value] of values.entries()) {
    errors.push(...isValidLabelValue(value).map((text) => invalidField(`${path}.values[${index}]`, value, text)));
  }
  return errors;
}

/** Limits and requests of a container. */
export function resourceErrors(resources: JsonObject | undefined, path: string): FieldError[] {
  const limits = objectField(resources, 'limits') ?? {};
  const requests = objectField(resources, 'requests') ?? {};
  const errors = [...amountErrors(limits, `${path}.limits`), ...amountErrors(requests, `${path}.requests`)];
  for (const [name, request] of Object.entries(requests)) {
    const limit = field(limits, name);
    if (typeof limit !== 'string' || typeof request !== 'string') continue;
    if (compareQuantities(parseQuantity(request), parseQuantity(limit)) > 0) {
      const text = `must be less than or equal to ${name} limit of ${limit}`;
      errors.push(invalidField(`${path}.requests`, request, text));
    }
  }
  return errors;
}

function amountErrors(amounts: JsonObject, path: string): FieldError[] {
  return Object.entries(amounts).flatMap(([name, amount]) => {
    const errors = isQualifiedName(name).map((text) => invalidField(`${path}[${name}]`, name, text));
    if (!name.includes('/') && !standardResources.test(name)) {
      errors.push(invalidField(`${path}[${name}]`, name, 'must be a standard resource type or fully qualified'));
      errors.push(invalidField(`${path}[${name}]`, name, 'must be a standard resource for containers'));
    }
    if (typeof amount === 'string' && amount.startsWith('-')) {
      errors.push(invalidField(`${path}[${name}]`, amount, 'must be greater than or equal to 0'));
    }
    return errors;
  });
}

const standardResources = /^(cpu|memory|ephemeral-storage|hugepages-.+)$/;
