import type { JsonObject, StructuralSchema } from '@flux19/objects';
import type { FieldError, FieldErrorType } from './errors/field-error.ts';
import { shown } from './errors/field-path.ts';
import { invalid } from './errors/make-field-error.ts';
import { validateEmbedded } from './metadata/validate-embedded.ts';
import { ruleNode } from './rules/rule-node.ts';
import { validateCel } from './rules/validate-cel.ts';
import { validateListTypes } from './validation/list-types.ts';
import { validate } from './validation/validate.ts';

export interface CustomResourceOptions {
  /** The stored object. Given, this is an update: unchanged invalid parts are let through and transition rules run. */
  readonly oldObject?: JsonObject;
  /** Errors found before, of metadata for instance: after some of them rules are not run. They are not in the result. */
  readonly previousErrors?: readonly FieldError[];
}

/** Rules are not run on objects with such errors: they could not rely on the types of what they see. */
const blockingTypes: ReadonlySet<FieldErrorType> = new Set<FieldErrorType>([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);
const notRun =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

/**
 * Everything that kube-apiserver asks of a custom resource beyond its own metadata: the schema's keywords, embedded objects,
 * list types and rules, in this order. The object has been coerced, defaulted and pruned. Never throws.
 */
export function validateCustomResource(
  object: JsonObject,
  schema: StructuralSchema,
  options: CustomResourceOptions = {},
): FieldError[] {
  const { oldObject } = options;
  const errors = validate(object, schema, oldObject === undefined ? {} : { oldObject });
  errors.push(...validateEmbedded(object, schema, false, ''));
  const mayCheckLists = oldObject === undefined || validateListTypes(oldObject, schema).length === 0;
  if (mayCheckLists) errors.push(...validateListTypes(object, schema));
  if (ruleNode(schema, true) === undefined) return errors;
  const isBlocked = [...errors, ...(options.previousErrors ?? [])].some(({ type }) => blockingTypes.has(type));
  return [...errors, ...(isBlocked ? [invalid(shown(''), null, notRun)] : validateCel(object, oldObject, schema))];
}
