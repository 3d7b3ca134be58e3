import { realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Finds repositories below a folder: `team/app.git` and, as git does, `team/app` for the same. Nothing outside of it is found, links included. */
export function repositoriesIn(root: string): (repository: string) => string | undefined {
  const realRoot = realpathSync(root);
  return (repository) => {
    const parts = repository.split('/');
    if (parts.some((part) => part === '' || part === '.' || part === '..')) return undefined;
    return [repository, `${repository}.git`]
      .map((name) => inside(realRoot, name))
      .find((folder) => folder !== undefined);
  };
}

function inside(realRoot: string, name: string): string | undefined {
  try {
    const folder = realpathSync(join(realRoot, name));
    const isRepository = folder.startsWith(realRoot + sep) && statSync(join(folder, 'objects')).isDirectory();
    return isRepository ? folder : undefined;
  } catch {
    return undefined;
  }
}
