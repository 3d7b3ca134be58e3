export { type PreviewedCluster, type PreviewOptions, RepositoryPreview } from './preview/preview-repository.ts';
export { type Progress, progressOn, type Terminal } from './program/terminal.ts';
export { type DataFolder, openDataFolder } from './system/data-folder.ts';
export { type GitHosting, type GitHostingOptions, hostGit } from './system/git-hosting.ts';
export { installFlux } from './system/install-flux.ts';
export { registryName } from './system/registry-hosting.ts';
export { type ControllersOptions, type RunningControllers, startControllers } from './system/start-controllers.ts';
export { type FluxSystem, type SystemOptions, startSystem } from './system/start-system.ts';
export { rootName, type SyncSource, syncObjects } from './system/sync-objects.ts';
