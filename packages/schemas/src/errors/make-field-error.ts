import { quoteGo } from '@flux19/objects';
import type { FieldError, FieldErrorType } from './field-error.ts';
import { printGoJson, printGoNumber } from './go-text.ts';

const titles: Readonly<Record<FieldErrorType, string>> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  FieldValueTypeInvalid: 'Invalid value',
  InternalError: 'Internal error',
};

/** Stands for a value that the text leaves out. */
export const omittedValue: unique symbol = Symbol('omitted');

/** `Invalid value`: malformed in form or content. */
export function invalid(field: string, value: unknown, detail: string): FieldError {
  return withValue('FieldValueInvalid', field, value, detail);
}

/** `Invalid value` whose type is not the schema's. */
export function typeInvalid(field: string, value: unknown, detail: string): FieldError {
  return withValue('FieldValueTypeInvalid', field, value, detail);
}

/** `Required value`. */
export function required(field: string, detail = ''): FieldError {
  return build('FieldValueRequired', field, '', titles.FieldValueRequired, detail);
}

/** `Forbidden`: well formed, but not allowed here. */
export function forbidden(field: string, detail: string): FieldError {
  return build('FieldValueForbidden', field, '', titles.FieldValueForbidden, detail);
}

/** `Duplicate value`. */
export function duplicate(field: string, value: unknown): FieldError {
  return withValue('FieldValueDuplicate', field, value, '');
}

/** `Unsupported value` with the list of what would be. */
export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const detail = supported.length === 0 ? '' : `supported values: ${supported.map(quoteGo).join(', ')}`;
  return withValue('FieldValueNotSupported', field, value, detail);
}

/** `Too long`; the value is left out. A negative limit is not named. */
export function tooLong(field: string, limit: number): FieldError {
  const detail = limit < 0 ? 'value is too long' : `may not be more than ${limit} ${limit === 1 ? 'byte' : 'bytes'}`;
  return build('FieldValueTooLong', field, '<value omitted>', titles.FieldValueTooLong, detail);
}

/** `Too many` items. A negative limit is not named. */
export function tooMany(field: string, actual: number, limit: number): FieldError {
  const detail = limit < 0 ? 'has too many items' : `must have at most ${limit} ${limit === 1 ? 'item' : 'items'}`;
  return withValue('FieldValueTooMany', field, actual, detail);
}

/** `Internal error`: not the user's fault. */
export function internalError(field: string, detail: string): FieldError {
  return build('InternalError', field, undefined, titles.InternalError, detail);
}

/** An error of any type that shows its value. */
function withValue(type: FieldErrorType, field: string, value: unknown, detail: string): FieldError {
  const title = titles[type];
  return build(type, field, value, value === omittedValue ? title : `${title}: ${printBadValue(value)}`, detail);
}

function build(type: FieldErrorType, field: string, badValue: unknown, head: string, detail: string): FieldError {
  const body = detail === '' ? head : `${head}: ${detail}`;
  const shown = badValue === undefined || badValue === omittedValue ? {} : { badValue };
  return { type, field, ...shown, detail, body, message: `${field}: ${body}` };
}

function printBadValue(value: unknown): string {
  if (typeof value === 'string') return quoteGo(value);
  if (typeof value === 'number' || typeof value === 'bigint') return printGoNumber(value);
  return printGoJson(value);
}
