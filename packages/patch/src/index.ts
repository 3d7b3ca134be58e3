export { PatchError, type PatchErrorReason } from './patch-error.ts';
export {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicMergePatch,
  createMergePatch,
  createStrategicMergePatch,
  createThreeWayMergePatch,
  createThreeWayStrategicMergePatch,
  type JsonPatchOptions,
  strategicMergePatchesConflict,
  type ThreeStates,
} from './stub.ts';
