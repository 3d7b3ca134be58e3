import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What stands at a path: a text, or a symbolic link. */
export type CommittedFile = string | { readonly link: string };

const person = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };

/** Writes files into a folder and commits them on the branch `main` of its repository, which is made if there is none. */
export function commitFolder(folder: string, files: Readonly<Record<string, CommittedFile>>): void {
  for (const [path, file] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (typeof file === 'string') writeFileSync(join(folder, path), file);
    else symlinkSync(file.link, join(folder, path));
  }
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-C', folder, ...args], { env: { PATH: process.env['PATH'], HOME: folder, ...person } });
  };
  if (!existsSync(join(folder, '.git'))) git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', 'Change');
}
