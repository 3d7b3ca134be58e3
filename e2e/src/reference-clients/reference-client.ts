import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the Go module that pins the programs. */
export const referenceModule: string = fileURLToPath(new URL('../../reference-clients', import.meta.url));

/** Folder of the built programs, which git ignores. */
export const builtFolder: string = join(referenceModule, 'built');

/** File of a built program. */
export function referenceClient(name: string): string {
  return join(builtFolder, name);
}

/** Why tests that need these programs cannot run here; false when they can. */
export function whyNoReferenceClient(...names: readonly string[]): string | false {
  const missing = names.filter((name) => !existsSync(referenceClient(name)));
  if (missing.length === 0) return false;
  return `skipped: ${missing.join(', ')} not built; "npm run reference-clients -- ${missing.join(' ')}" builds them with Go`;
}
