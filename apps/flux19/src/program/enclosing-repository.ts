import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The git repository around a folder, so that bases beside it can be reached; the root of the disk outside of any. */
export function enclosingRepository(folder: string): string {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, '.git')) || current === dirname(current)) return current;
  }
}
