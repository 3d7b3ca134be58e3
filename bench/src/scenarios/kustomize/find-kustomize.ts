import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The real kustomize to compare with: what FLUX19_KUSTOMIZE names, else what the PATH has; undefined when there is none. */
export function findKustomize(environment: Environment): string | undefined {
  const named = environment['FLUX19_KUSTOMIZE'] ?? '';
  if (named !== '') return named;
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, 'kustomize')).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
