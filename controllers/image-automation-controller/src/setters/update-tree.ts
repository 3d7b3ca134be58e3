import type { GitFile, WorkingBase } from '@flux19/git';
import { isCandidate, updateFile } from './update-file.ts';
import type { ObjectChanges, UpdateResult } from './update-result.ts';

/** What setters do to a commit. */
export interface TreeUpdate {
  /** New texts by path in the repository. */
  readonly changes: ReadonlyMap<string, string>;
  readonly result: UpdateResult;
  /** Files that have markers and cannot be read, by their path in the folder. */
  readonly unreadable: readonly string[];
}

/** Applies setters to the files of a commit below a folder, or to one file. Throws when there is neither. */
export async function updateTree(
  base: Pick<WorkingBase, 'list' | 'read'>,
  path: string,
  values: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<TreeUpdate> {
  const { files } = await base.list(signal);
  const root = cleanPath(path);
  const inside = select(files, root);
  if (inside.length === 0 && root !== '') {
    throw new Error(`walking path for files: lstat ${root}: no such file or directory`);
  }
  const candidates = inside.filter((file) => isCandidate(file.path));
  const changes = new Map<string, string>();
  const result = new Map<string, readonly ObjectChanges[]>();
  const unreadable: string[] = [];
  let index = 0;
  for await (const bytes of base.read(candidates, signal)) {
    const file = candidates[index]?.path ?? '';
    index += 1;
    const text = decode(bytes);
    const updated = text === undefined ? undefined : updateFile(text, values);
    const name = relative(file, root);
    if (updated === undefined) unreadable.push(name);
    else if (updated.objects.length > 0) {
      changes.set(file, updated.text);
      result.set(name, updated.objects);
    }
  }
  return { changes, result, unreadable };
}

/** The path inside the repository, without a way out of it; empty for its root. */
function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function select(files: readonly GitFile[], root: string): readonly GitFile[] {
  if (root === '') return files;
  return files.filter(({ path }) => path === root || path.startsWith(`${root}/`));
}

/** Flux names files relative to the folder; a single file by its name alone. */
function relative(path: string, root: string): string {
  if (path === root) return path.slice(path.lastIndexOf('/') + 1);
  return root === '' ? path : path.slice(root.length + 1);
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Undefined for what is no UTF-8: it could not be written back as it was. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
