import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { CliError } from '../program/cli-error.ts';

/** A git repository on this machine, with or without a work tree. */
export interface LocalRepository {
  /** The folder with objects and references: `.git`, or the repository itself when it is bare. */
  readonly gitFolder: string;
  /** Branch that is checked out; `main` when none is. */
  readonly branch: string;
}

/** Finds the repository of a folder. Throws CliError that says what the folder lacks. */
export function openLocalRepository(path: string): LocalRepository {
  if (!existsSync(path))
    throw new CliError(`'${path}' does not exist: give the address or the folder of a git repository`);
  const gitFolder = gitFolderOf(path);
  if (gitFolder === undefined) {
    throw new CliError(`'${path}' is not a git repository: run git init and commit there, or name its top folder`);
  }
  const head = readFileSync(join(gitFolder, 'HEAD'), 'utf8').trim();
  return { gitFolder, branch: /^ref: refs\/heads\/(.+)$/.exec(head)?.[1] ?? 'main' };
}

function gitFolderOf(path: string): string | undefined {
  const inside = join(path, '.git');
  if (!existsSync(inside))
    return existsSync(join(path, 'objects')) && existsSync(join(path, 'HEAD')) ? path : undefined;
  if (statSync(inside).isDirectory()) return inside;
  // A linked work tree: the file says where its own folder is, and that one where the common folder is.
  const [, target = ''] = /^gitdir: (.+)$/m.exec(readFileSync(inside, 'utf8')) ?? [];
  return isAbsolute(target) ? target : resolve(path, target);
}
