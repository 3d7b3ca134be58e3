import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bareEnvironment, mustRun } from '@flux19/processes';

/** Files by their paths; undefined removes one. */
export type Files = Readonly<Record<string, string | undefined>>;

/** A repository with a work tree, changed by the real git. */
export interface WorkRepository {
  readonly path: string;
  /** Writes and removes files, commits them on the current branch, and resolves to the new commit. */
  commit(message: string, files: Files): Promise<string>;
  /** Runs any git command in the work tree. */
  git(...args: readonly string[]): Promise<string>;
}

const author = { name: 'Person', email: 'person@example.com' };

/** The environment of every git command of the tests. */
export function gitEnvironment(home: string): Record<string, string> {
  return {
    ...bareEnvironment(home),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
  };
}

/** Makes an empty repository on the branch `main`. */
export async function createWorkRepository(path: string): Promise<WorkRepository> {
  mkdirSync(path, { recursive: true });
  const git = (...args: readonly string[]) =>
    mustRun('git', args, { workingFolder: path, environment: gitEnvironment(path) });
  await git('init', '--quiet', '--initial-branch=main');
  return {
    path,
    git,
    async commit(message, files) {
      for (const [name, text] of Object.entries(files)) writeOrRemove(join(path, name), text);
      await git('add', '--all');
      await git('commit', '--quiet', '--message', message);
      return (await git('rev-parse', 'HEAD')).trim();
    },
  };
}

function writeOrRemove(path: string, text: string | undefined): void {
  if (text === undefined) {
    rmSync(path);
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
