export { createKustomizeController, type KustomizeControllerOptions } from './kustomize-controller.ts';
export { defaultSettings, type KustomizeSettings } from './settings.ts';
