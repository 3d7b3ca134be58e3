import { isJsonObject, type JsonObject, type StructuralSchema } from '@flux19/objects';
import { conflictError } from '../conflict-error.ts';
import { PatchError } from '../patch-error.ts';
import type { ThreeStates } from '../three-states.ts';
import { strategicMergePatchesConflict } from './conflicts.ts';
import { diffObjects } from './diff-objects.ts';
import { applying, combining } from './merge-objects.ts';

/**
 * Applies a strategic merge patch and returns the result; unchanged parts are shared.
 * The schema says which lists are merged and by which key; without one, lists are replaced.
 * Throws {@link PatchError} with the message of k8s.io/apimachinery/pkg/util/strategicpatch.
 */
export function applyStrategicMergePatch(
  document: JsonObject,
  patch: JsonObject,
  schema: StructuralSchema | undefined,
): JsonObject {
  if (!isJsonObject(document) || !isJsonObject(patch)) {
    throw new PatchError('invalid JSON document', { reason: 'Invalid' });
  }
  return applying.merge(document, patch, schema);
}

/** Merges strategic merge patches into one that does what all do in turn. Throws {@link PatchError}. */
export function mergeStrategicMergePatches(
  patches: readonly JsonObject[],
  schema: StructuralSchema | undefined,
): JsonObject {
  return patches.reduce((merged, patch) => combining.merge(merged, patch, schema), {});
}

/** Makes the strategic merge patch that turns one object into another. Throws {@link PatchError}. */
export function createStrategicMergePatch(
  original: JsonObject,
  modified: JsonObject,
  schema: StructuralSchema | undefined,
): JsonObject {
  return diffObjects(original, modified, schema, {
    setElementOrder: true,
    ignoreChanges: false,
    ignoreDeletions: false,
  });
}

/**
 * Makes the strategic merge patch of `kubectl apply`: it brings `current` to what `modified` says and removes what
 * `original` had and `modified` has no more. Throws {@link PatchError}, with the reason `Conflict` when `current` has
 * changed a field that the patch sets, unless `overwrite` is given.
 */
export function createThreeWayStrategicMergePatch(
  { original, modified, current }: ThreeStates,
  schema: StructuralSchema | undefined,
  { overwrite = false }: { readonly overwrite?: boolean } = {},
): JsonObject {
  const changes = diffObjects(current, modified, schema, {
    setElementOrder: true,
    ignoreChanges: false,
    ignoreDeletions: true,
  });
  const deletions = diffObjects(original, modified, schema, {
    setElementOrder: true,
    ignoreChanges: true,
    ignoreDeletions: false,
  });
  const patch = combining.merge(deletions, changes, schema);
  if (overwrite) return patch;
  const happened = diffObjects(original, current, schema, {
    setElementOrder: false,
    ignoreChanges: false,
    ignoreDeletions: false,
  });
  if (strategicMergePatchesConflict(patch, happened, schema)) throw conflictError(patch, happened);
  return patch;
}
