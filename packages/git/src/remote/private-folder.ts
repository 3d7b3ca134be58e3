import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder that only this user may enter, for what git and ssh want to have as files. It exists from the first `write` on. */
export interface PrivateFolder {
  /** Writes a file of mode 0600 (0700 when it is to be run) and returns its path. */
  write(name: string, content: string, options?: { readonly isExecutable?: boolean }): Promise<string>;
  remove(): Promise<void>;
}

/** A folder (mode 0700) below `parent`. */
export function privateFolder(parent: string): PrivateFolder {
  let made: Promise<string> | undefined;
  return {
    async write(name, content, options = {}) {
      made ??= mkdtemp(join(parent, 'git-'));
      const file = join(await made, name);
      await writeFile(file, content, { mode: options.isExecutable === true ? 0o700 : 0o600, flag: 'wx' });
      return file;
    },
    async remove() {
      if (made !== undefined) await rm(await made, { recursive: true, force: true });
    },
  };
}
