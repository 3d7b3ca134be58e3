export { applyJsonPatch, type JsonPatchOptions } from './json-patch/apply-json-patch.ts';
export { applyMergePatch, mergeMergePatches } from './merge-patch/apply-merge-patch.ts';
export { createMergePatch } from './merge-patch/create-merge-patch.ts';
export { createThreeWayMergePatch } from './merge-patch/create-three-way-merge-patch.ts';
export { PatchError, type PatchErrorReason } from './patch-error.ts';
export { strategicMergePatchesConflict } from './strategic/conflicts.ts';
export {
  applyStrategicMergePatch,
  createStrategicMergePatch,
  createThreeWayStrategicMergePatch,
  mergeStrategicMergePatches,
} from './strategic/strategic-merge-patch.ts';
export type { ThreeStates } from './three-states.ts';
