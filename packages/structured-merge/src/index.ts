export { applyObject } from './managed/apply-object.ts';
export { ApplyRequestError } from './managed/apply-request-error.ts';
export { findOwners, type UpgradeOptions, upgradeManagedFields } from './managed/client-side-upgrade.ts';
export { type Conflict, type ConflictCause, ConflictError } from './managed/conflict-error.ts';
export type {
  ApplyRequest,
  ApplyResult,
  FieldManagerOptions,
  UpdateRequest,
  VersionConverter,
} from './managed/field-manager-options.ts';
export { keepTimesOfNoChange } from './managed/keep-times.ts';
export { ManagedFieldsError } from './managed/managed-fields-error.ts';
export { type ScaledParent, scaleEntriesOf, withScaleEntries } from './managed/scale-entries.ts';
export { updateManagedFields } from './managed/update-managed-fields.ts';
export { validateManagedFields } from './managed/validate-managed-fields.ts';
export { FieldSetError } from './paths/item-text.ts';
export type { KeyField, Path, PathElement } from './paths/path-element.ts';
export { formatPath } from './paths/path-text.ts';
export { FieldSet } from './sets/field-set.ts';
export { type Comparison, compare } from './typed/compare.ts';
export { merge } from './typed/merge.ts';
export { type ExtractOptions, extractItems, removeItems } from './typed/select-items.ts';
export { toFieldSet } from './typed/to-field-set.ts';
export { type TypedFault, TypedValueError } from './typed/typed-value-error.ts';
export { type ValidateOptions, validate } from './typed/validate.ts';
export { schemaFromStructural } from './types/schema-from-structural.ts';
export type { FieldType, ListType, MapType, ScalarType, SchemaNode } from './types/schema-node.ts';
