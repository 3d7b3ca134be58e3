export { createImageReflectorController } from './create-image-reflector-controller.ts';
export { createFileTagDatabase } from './database/file-tag-database.ts';
export { createMemoryTagDatabase } from './database/memory-tag-database.ts';
export type { ScanIdentity, TagDatabase } from './database/tag-database.ts';
export type { ImageReflectorController, ImageReflectorOptions } from './image-reflector-options.ts';
