import { join, resolve, sep } from 'node:path';
import type { ArtifactOwner } from '../artifact.ts';
import { ArtifactError } from '../artifact-error.ts';

/** `<kind>/<namespace>/<name>`, kind in lower case. */
export function folderPath({ kind, namespace, name }: ArtifactOwner): string {
  return [kind.toLowerCase(), namespace, name].map(checked).join('/');
}

/** `<kind>/<namespace>/<name>/<file>`. */
export function artifactPath(owner: ArtifactOwner, fileName: string): string {
  return `${folderPath(owner)}/${checked(fileName)}`;
}

/** Where a path of the store lies on the disk. Throws `NotFound` for paths that lead elsewhere: they come from statuses, which anybody may have written. */
export function localPath(root: string, path: string): string {
  const local = resolve(join(root, path));
  const parts = path.split('/');
  const isInside = local.startsWith(resolve(root) + sep) && !parts.includes('..') && !/[\\\0]/.test(path);
  if (!isInside) throw new ArtifactError('NotFound', 'artifact not found: its path is not valid');
  return local;
}

function checked(part: string): string {
  if (part !== '' && part !== '.' && part !== '..' && !/[/\\\0]/.test(part)) return part;
  throw new ArtifactError('NotFound', `${JSON.stringify(part)} cannot be part of an artifact's path`);
}
