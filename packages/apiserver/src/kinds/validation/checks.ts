// Checks for code that keeps its complaints itself.
import type { JsonObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { unsupportedField } from '../../errors/field-errors.ts';
import { Field } from './field.ts';
import { labelSelector } from './labels.ts';

export function mustBeOneOf(value: string, path: string, supported: readonly string[]): FieldError[] {
  return supported.includes(value) ? [] : [unsupportedField(path, value, supported)];
}

/** Complaints about a label selector at this path. */
export function selectorErrors(selector: JsonObject | undefined, path: string): FieldError[] {
  const field = Field.placed(selector, path);
  field.must(labelSelector);
  return field.findings;
}
