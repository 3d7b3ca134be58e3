export { readTar } from './read-tar.ts';
export type { TarEntry, TarEntryType } from './tar-entry.ts';
export { TarError } from './tar-error.ts';
export { tarPath } from './tar-path.ts';
export { type TarHeader, tarEnd, tarHeader, tarPadding } from './write-tar.ts';
