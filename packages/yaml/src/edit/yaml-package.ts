// The only door to the npm package `yaml`, whose nodes know where they stand in the text.
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** The package, read when something is edited: its many files take longer to load than everything else here, and who only reads or prints has no use for it. */
export function yamlPackage(): typeof import('yaml') {
  return load('yaml') as typeof import('yaml');
}
