import type { JsonObject, JsonValue, StructuralSchema } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { invalid } from '../errors/make-field-error.ts';
import { completenessErrors } from './completeness.ts';
import { invariantErrors } from './invariants.ts';
import { readSchema } from './read-schema.ts';
import { unsupportedReason } from './unsupported.ts';

/** A schema read from a definition. With errors it is not structural. */
export interface StructuralOutcome {
  /** Undefined when the source has parts that structural schemas can't have at all. */
  readonly schema: StructuralSchema | undefined;
  readonly errors: FieldError[];
}

/** Turns an `openAPIV3Schema` into a structural schema; `errors` says why it is not one. */
export function toStructural(source: JsonObject, fieldPath = 'spec.validation.openAPIV3Schema'): StructuralOutcome {
  const reason = unsupportedReason(source);
  if (reason !== undefined) return { schema: undefined, errors: [invalid(fieldPath, '', reason)] };
  const schema = readSchema(source as JsonValue);
  return { schema, errors: structuralErrors(schema, fieldPath) };
}

/** The rules that a structural schema breaks, sorted by their texts as kube-apiserver sorts them. */
function structuralErrors(schema: StructuralSchema, fieldPath: string): FieldError[] {
  const errors = [...invariantErrors(schema, 'root', fieldPath), ...completenessErrors(schema, fieldPath)];
  return errors.toSorted((left, right) => (left.message < right.message ? -1 : 1));
}
