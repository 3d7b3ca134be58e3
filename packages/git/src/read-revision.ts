import { GitError } from './git-error.ts';
import { anyOwner, LocalRepositories } from './local-repositories.ts';
import { GitProgram, type GitProgramOptions } from './process/git-program.ts';

/** The files of one revision of a repository on this machine. */
export interface RevisionFiles {
  /** Hash of the commit. */
  readonly commit: string;
  /** By path, `/` between names, none in front. Links and submodules are left out. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** As much of one file, and of one tree, as a repository of manifests may hold. */
const limits = { objectBytes: 128 * 1024 * 1024, entries: 500_000 } as const;

/**
 * Reads a revision (`main`, `HEAD~2`, `v1.2`, a hash) of the repository in `folder`, its `.git` or the bare repository, without a work
 * tree. Throws `GitError`, `ReferenceNotFound` when there is no such commit.
 */
export async function readRevision(
  options: GitProgramOptions,
  folder: string,
  revision: string,
  signal: AbortSignal,
): Promise<RevisionFiles> {
  const program = new GitProgram(options);
  // `--end-of-options`: a revision may not be taken for an option.
  const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const { code, output } = await program.run({ arguments: words, folder, settings: anyOwner }, signal);
  const commit = output.toString('utf8').trim();
  if (code !== 0 || commit === '') throw new GitError('ReferenceNotFound', `there is no commit '${revision}'`);
  const repositories = new LocalRepositories(program, limits);
  try {
    const reader = repositories.reader(folder);
    const { commit: found } = await reader.commit(commit, signal);
    const { files } = await reader.list(found.tree, signal);
    const contents = await Array.fromAsync(reader.read(files, signal));
    return { commit, files: new Map(files.map(({ path }, i) => [path, contents[i] ?? new Uint8Array()])) };
  } finally {
    repositories.close();
  }
}
