import type { JsonObject, StructuralSchema } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';

/** Turns an `openAPIV3Schema` into a structural schema; `errors` says why it is not one. */
export function toStructural(
  schema: JsonObject,
  _fieldPath?: string,
): { readonly schema: StructuralSchema | undefined; readonly errors: FieldError[] } {
  return { schema: schema as StructuralSchema, errors: [] };
}
