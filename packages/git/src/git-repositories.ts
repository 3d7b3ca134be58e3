import { existsSync } from 'node:fs';
import { gitFailure } from './process/git-failure.ts';
import { GitProgram, type GitProgramOptions } from './process/git-program.ts';
import { createBareRepository } from './repository/bare-repository.ts';
import { type NewCommit, writeCommit } from './repository/write-commit.ts';

/** Writes repositories of one's own on this machine: those that the built-in server offers. Throws `GitError`. */
export interface GitRepositories {
  /** Makes an empty bare repository unless there is one. `branch` is what clones check out. */
  create(folder: string, options?: { readonly branch?: string }): Promise<void>;
  /** Commits changed files to a branch and returns the hash of the commit. */
  commit(folder: string, commit: NewCommit, signal: AbortSignal): Promise<string>;
  /** Lets a reference, `refs/heads/main`, point to a commit, as a forced push would. */
  setReference(folder: string, name: string, commit: string, signal: AbortSignal): Promise<void>;
}

/** Repositories written by the git of this machine. */
export function createGitRepositories(options: GitProgramOptions): GitRepositories {
  const program = new GitProgram(options);
  return {
    async create(folder, given = {}) {
      if (!existsSync(folder)) await createBareRepository(folder, given);
    },
    commit: (folder, commit, signal) => writeCommit(program, folder, commit, signal),
    async setReference(folder, name, commit, signal) {
      const { code, errors } = await program.run({ arguments: ['update-ref', '--', name, commit], folder }, signal);
      if (code !== 0) throw gitFailure(errors);
    },
  };
}
