export { type Conflict, type ConflictCause, ConflictError } from './conflict.ts';
export {
  type ApplyRequest,
  type ApplyResult,
  applyObject,
  type FieldManagerOptions,
  type UpdateRequest,
  updateManagedFields,
  type VersionConverter,
} from './field-manager.ts';
export { FieldSet } from './field-set.ts';
export type { Path, PathElement } from './path-element.ts';
