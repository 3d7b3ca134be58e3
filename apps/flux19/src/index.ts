export { progressOn, type Progress, type Terminal } from './program/terminal.ts';
export { type FluxSystem, startSystem, type SystemOptions } from './system/start-system.ts';
export { rootName, syncObjects, type SyncSource } from './system/sync-objects.ts';
