export { type Progress, progressOn, type Terminal } from './program/terminal.ts';
export { type DataFolder, openDataFolder } from './system/data-folder.ts';
export { type FluxSystem, type SystemOptions, startSystem } from './system/start-system.ts';
export { rootName, type SyncSource, syncObjects } from './system/sync-objects.ts';
