import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join, resolve } from 'node:path';

/** Several files change within one git command; what follows them is told once, after this. */
const settleMs = 50;

/** Entries of a git folder that tell which commits it has, besides the folders with references. */
const tellingFiles: ReadonlySet<string> = new Set(['HEAD', 'packed-refs']);

/**
 * Calls back soon after branches, tags or the checked out branch of a repository changed, until the signal aborts.
 * Folders are watched rather than files, because git replaces files; and each on its own, because a recursive watch of
 * Node loses sight of a file that was replaced.
 */
export function watchReferences(gitFolder: string, changed: () => void, signal: AbortSignal): void {
  const watched = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function follow(folder: string, isTelling: (name: string) => boolean): void {
    if (watched.has(folder) || signal.aborted || !existsSync(folder)) return;
    const forget = () => watched.delete(folder);
    const watcher = watch(folder, { signal }, (_, name) => {
      if (!existsSync(folder)) watcher.close();
      if (name === null || isTelling(name)) soon();
    });
    watcher.on('error', forget).on('close', forget);
    watched.add(folder);
  }

  function followAll(): void {
    const common = commonFolder(gitFolder);
    for (const folder of new Set([gitFolder, common])) follow(folder, (name) => tellingFiles.has(name));
    for (const name of ['refs', 'reftable']) {
      for (const folder of foldersBelow(join(common, name))) follow(folder, (entry) => !entry.endsWith('.lock'));
    }
  }

  function soon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // A branch called a/b brings a folder.
      followAll();
      changed();
    }, settleMs);
  }

  followAll();
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
}

/** Where the references are: elsewhere for a linked work tree. */
function commonFolder(gitFolder: string): string {
  const pointer = join(gitFolder, 'commondir');
  return existsSync(pointer) ? resolve(gitFolder, readFileSync(pointer, 'utf8').trim()) : gitFolder;
}

/** A folder and all those in it; none when it does not exist. */
function foldersBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const inside = readdirSync(folder, { recursive: true, withFileTypes: true });
  return [
    folder,
    ...inside.filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name)),
  ];
}
