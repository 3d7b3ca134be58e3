import type { JsonObject, StructuralSchema } from '@flux19/objects';

/** What every step of a merge needs to know, and the way back to merging objects. */
export interface MergeContext {
  /** `apply` merges a patch into a document and carries out its directives; `combine` merges it into another patch. */
  readonly mode: 'apply' | 'combine';
  merge(original: JsonObject, patch: JsonObject, schema: StructuralSchema | undefined): JsonObject;
}
