export {
  type BuildOptions,
  type BuildResult,
  createKustomizeEngine,
  type KustomizeEngine,
  type KustomizeEngineOptions,
  type RemoteFolder,
  type RemoteLoader,
  type ResourceOrigin,
} from './engine/kustomize-engine.ts';
export { KustomizeError, type KustomizeErrorDetails } from './engine/kustomize-error.ts';
export { type PluginOptions, runGenerator, runTransformer } from './engine/run-plugin.ts';
export { diskTree } from './files/disk-tree.ts';
export type { FileTree } from './files/file-tree.ts';
export { memoryTree } from './files/memory-tree.ts';
export { isRemoteUrl } from './files/remote-url.ts';
export {
  type GeneratedKustomization,
  type GenerateOptions,
  generateKustomization,
} from './generator/generate-kustomization.ts';
export { type KustomizationSpec, mergeKustomizationSpec } from './generator/merge-kustomization-spec.ts';
