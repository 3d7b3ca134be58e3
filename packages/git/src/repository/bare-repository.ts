import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes an empty bare repository of a folder that does not exist yet. The files are written here, which is what `git init --bare` would do,
 * minus templates and the time to start it.
 */
export async function createBareRepository(
  folder: string,
  options: { readonly branch?: string; readonly hashLength?: 40 | 64 } = {},
): Promise<void> {
  const { branch = 'main', hashLength = 40 } = options;
  const unfinished = `${folder}.new-${process.hrtime.bigint()}`;
  await mkdir(join(unfinished, 'objects', 'info'), { recursive: true });
  await mkdir(join(unfinished, 'objects', 'pack'));
  await mkdir(join(unfinished, 'refs', 'heads'), { recursive: true });
  await mkdir(join(unfinished, 'refs', 'tags'));
  await writeFile(join(unfinished, 'HEAD'), `ref: refs/heads/${branch}\n`);
  await writeFile(join(unfinished, 'config'), configuration(hashLength));
  try {
    // Renamed when complete: a crash leaves no folder that looks like a repository and is none.
    await rename(unfinished, folder);
  } catch (thrown) {
    await rm(unfinished, { recursive: true, force: true });
    throw thrown;
  }
}

function configuration(hashLength: 40 | 64): string {
  if (hashLength === 40) return '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n';
  return '[core]\n\trepositoryformatversion = 1\n\tfilemode = true\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n';
}
