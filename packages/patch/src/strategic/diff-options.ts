import type { JsonObject, StructuralSchema } from '@flux19/objects';

/** Which differences a patch is to hold. */
export interface DiffOptions {
  /** Whether to write `$setElementOrder` beside lists that are merged. */
  readonly setElementOrder: boolean;
  readonly ignoreChanges: boolean;
  readonly ignoreDeletions: boolean;
}

/** What every step of a comparison needs to know, and the way back to comparing objects. */
export interface DiffContext extends DiffOptions {
  diff(
    original: JsonObject,
    modified: JsonObject,
    schema: StructuralSchema | undefined,
    retainsKeys: boolean,
  ): JsonObject;
}
