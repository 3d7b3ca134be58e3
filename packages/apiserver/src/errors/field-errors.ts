// Findings about fields, in the words of k8s.io/apimachinery/pkg/util/validation/field.
import { printJson } from '@flux19/objects';
import type { FieldError, FieldErrorType } from '@flux19/schemas';

export function invalidField(field: string, value: unknown, detail: string): FieldError {
  return withValue('FieldValueInvalid', 'Invalid value', field, value, detail);
}

export function requiredField(field: string, detail = ''): FieldError {
  return build('FieldValueRequired', field, 'Required value', detail, '');
}

export function forbiddenField(field: string, detail: string): FieldError {
  return build('FieldValueForbidden', field, 'Forbidden', detail, '');
}

export function duplicateField(field: string, value: unknown, detail = ''): FieldError {
  return withValue('FieldValueDuplicate', 'Duplicate value', field, value, detail);
}

export function notFoundField(field: string, value: unknown, detail = ''): FieldError {
  return withValue('FieldValueNotFound', 'Not found', field, value, detail);
}

export function unsupportedField(field: string, value: unknown, supported: readonly string[]): FieldError {
  const detail = `supported values: ${supported.map((text) => JSON.stringify(text)).join(', ')}`;
  return withValue('FieldValueNotSupported', 'Unsupported value', field, value, detail);
}

export function tooLongField(field: string, limitBytes: number): FieldError {
  return build('FieldValueTooLong', field, 'Too long', `may not be more than ${limitBytes} bytes`, '<value omitted>');
}

export function tooManyField(field: string, count: number, limit: number): FieldError {
  const items = limit === 1 ? 'item' : 'items';
  return withValue('FieldValueTooMany', 'Too many', field, count, `must have at most ${limit} ${items}`);
}

/** In place of a value that is not shown. */
export const omitted: unique symbol = Symbol('omitted');

function withValue(type: FieldErrorType, title: string, field: string, value: unknown, detail: string): FieldError {
  const isOmitted = value === omitted;
  const head = isOmitted ? title : `${title}: ${printValue(value)}`;
  return build(type, field, head, detail, isOmitted ? '' : value);
}

function build(type: FieldErrorType, field: string, head: string, detail: string, badValue: unknown): FieldError {
  const body = detail === '' ? head : `${head}: ${detail}`;
  return { type, field, badValue, detail, body, message: `${field}: ${body}` };
}

function printValue(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'object') return printJson(value as Parameters<typeof printJson>[0]);
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
