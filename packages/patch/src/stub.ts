import type { JsonObject, JsonValue, StructuralSchema } from '@flux19/objects';

/** The switches of Kubernetes' JSON patch library. */
export interface JsonPatchOptions {
  /** Whether -1 addresses the last element of a list; true by default. */
  readonly supportNegativeIndices?: boolean;
  /** Most bytes that `copy` operations may add in total; 0, the default, is no limit. */
  readonly copyLimitBytes?: number;
  /** Whether removing what is absent is no error. */
  readonly allowMissingPathOnRemove?: boolean;
  /** Whether `add` makes the parents that are absent. */
  readonly ensurePathExistsOnAdd?: boolean;
}

/** Applies a JSON patch (RFC 6902). `operations` is unchecked data. Throws PatchError. */
export function applyJsonPatch(_document: JsonValue, _operations: JsonValue, _options?: JsonPatchOptions): JsonValue {
  throw new Error('soon');
}

/** Applies a JSON merge patch (RFC 7386). */
export function applyMergePatch(_document: JsonValue, _patch: JsonValue): JsonValue {
  throw new Error('soon');
}

/** The merge patch that turns one document into the other. */
export function createMergePatch(_original: JsonValue, _modified: JsonValue): JsonValue {
  throw new Error('soon');
}

/** Three states of one object, as `kubectl apply` knows them. */
export interface ThreeStates {
  /** What was applied last. */
  readonly original: JsonObject;
  /** What is to be applied. */
  readonly modified: JsonObject;
  /** What is live. */
  readonly current: JsonObject;
}

/** The merge patch that brings `current` to `modified` and removes what only `original` had. */
export function createThreeWayMergePatch(_states: ThreeStates): JsonObject {
  throw new Error('soon');
}

/** Applies a strategic merge patch. Without a schema lists are replaced. Throws PatchError. */
export function applyStrategicMergePatch(
  _document: JsonObject,
  _patch: JsonObject,
  _schema: StructuralSchema | undefined,
): JsonObject {
  throw new Error('soon');
}

/** The strategic merge patch that turns one object into the other. Throws PatchError. */
export function createStrategicMergePatch(
  _original: JsonObject,
  _modified: JsonObject,
  _schema: StructuralSchema | undefined,
): JsonObject {
  throw new Error('soon');
}

/** The strategic merge patch of `kubectl apply`. Throws PatchError `Conflict` unless `overwrite`. */
export function createThreeWayStrategicMergePatch(
  _states: ThreeStates,
  _schema: StructuralSchema | undefined,
  _options?: { readonly overwrite?: boolean },
): JsonObject {
  throw new Error('soon');
}

/** Whether two strategic merge patches set the same field to different values. */
export function strategicMergePatchesConflict(
  _left: JsonObject,
  _right: JsonObject,
  _schema: StructuralSchema | undefined,
): boolean {
  throw new Error('soon');
}
