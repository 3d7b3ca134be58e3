export type { StructuralSchema, ValidationRule } from '@flux19/objects';
export { applyDefaults } from './defaulting/apply-defaults.ts';
export { pruneNulls } from './defaulting/prune-nulls.ts';
export { defaultCustomResourceDefinition } from './definition/default-definition.ts';
export { reviewVersionErrors, webhookClientErrors } from './definition/validate-conversion.ts';
export {
  validateCustomResourceDefinition,
  validateCustomResourceDefinitionUpdate,
} from './definition/validate-definition.ts';
export type { FieldError, FieldErrorType } from './errors/field-error.ts';
export { type CoerceOptions, type CoerceResult, coerceObjectMeta } from './metadata/coerce-object-meta.ts';
export { validateEmbedded } from './metadata/validate-embedded.ts';
export { type NameRule, validateObjectMeta } from './metadata/validate-object-meta.ts';
export { type PruneOptions, prune } from './pruning/prune.ts';
export { type DeclaredType, declaredType } from './rules/declared-type.ts';
export { type CelOptions, type CelRun, validateCel, validateCelWithBudget } from './rules/validate-cel.ts';
export { type StructuralOutcome, toStructural } from './structural/to-structural.ts';
export { type CustomResourceOptions, validateCustomResource } from './validate-custom-resource.ts';
export { validateListTypes } from './validation/list-types.ts';
export { type ValidateOptions, validate } from './validation/validate.ts';
