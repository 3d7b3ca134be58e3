export { adviseOnPrune } from './advice.ts';
export { type BuiltManifests, ManifestBuilder } from './build/manifest-builder.ts';
export type { Substitution } from './build/substitute-object.ts';
export { loadVariables, type ReadValues, VariablesError } from './build/variables.ts';
export { createKustomizeController, type KustomizeControllerOptions } from './kustomize-controller.ts';
export { ownerOf } from './owner.ts';
export { defaultSettings, type KustomizeSettings } from './settings.ts';
export type { ConnectByKubeconfig, KubeconfigRules } from './target/target-of.ts';
