import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GitError } from './git-error.ts';
import type { LocalRepositories } from './local-repositories.ts';
import type { GitProgram } from './process/git-program.ts';
import type { ResolvedReference } from './reference/git-reference.ts';
import type { GitRemote } from './remote/git-remote.ts';
import type { RemoteGit } from './remote/remote-git.ts';
import { createBareRepository } from './repository/bare-repository.ts';
import type { RepositoryReader } from './repository/repository-reader.ts';

/** The reference under which the latest fetch stands; everything else may be cleaned away. */
const current = 'refs/flux19/current';

/** Every so many fetches the objects that are no longer needed are removed. */
const fetchesBetweenCleaning = 50;

/** File systems take 255 bytes; some are needed for endings. */
const longestName = 200;

/** More commits than any repository has: makes a shallow repository complete. */
const everything = 2 ** 31 - 1;

/** Where a fetched commit can be read. */
export interface FetchedCommit {
  readonly reader: RepositoryReader;
  /** Hash or reference name. */
  readonly name: string;
}

/**
 * One bare repository a cache name, which holds the commit that was fetched last, without history.
 * The next fetch brings only the difference. It is a cache: the folder may be removed at any time between calls.
 */
export class FetchCache {
  readonly #folder: string;
  readonly #program: GitProgram;
  readonly #remotes: RemoteGit;
  readonly #repositories: LocalRepositories;
  readonly #fetches = new Map<string, number>();

  constructor(folder: string, program: GitProgram, remotes: RemoteGit, repositories: LocalRepositories) {
    this.#folder = folder;
    this.#program = program;
    this.#remotes = remotes;
    this.#repositories = repositories;
  }

  /** Makes a commit readable; the name to read is in the answer. */
  async fetch(
    cache: string,
    remote: GitRemote,
    resolved: ResolvedReference,
    signal: AbortSignal,
  ): Promise<FetchedCommit> {
    try {
      return await this.#fetch(cache, remote, resolved, signal);
    } catch (thrown) {
      if (!(thrown instanceof GitError) || thrown.reason !== 'Failed') throw thrown;
      // A process that was killed leaves lock files and half-written packs behind; a new start heals both.
      await this.forget(cache);
      return this.#fetch(cache, remote, resolved, signal);
    }
  }

  async forget(cache: string): Promise<void> {
    const folder = this.#folderOf(cache);
    this.#repositories.release(folder);
    this.#repositories.release(folder.replace(/\.git$/, ''));
    this.#fetches.delete(cache);
    await rm(folder, { recursive: true, force: true });
    // Submodules of the cache.
    await rm(folder.replace(/\.git$/, ''), { recursive: true, force: true });
  }

  async #fetch(
    cache: string,
    remote: GitRemote,
    resolved: ResolvedReference,
    signal: AbortSignal,
  ): Promise<FetchedCommit> {
    const folder = this.#folderOf(cache);
    if (!existsSync(folder)) await this.#create(folder, resolved.commit);
    const reader = this.#repositories.reader(folder);
    const wanted = resolved.tag ?? resolved.commit;
    if (await reader.has(wanted, signal)) return { reader, name: wanted };
    if (resolved.isPinned === true || resolved.reference === '') {
      await this.#bringCommit(folder, remote, resolved.commit, signal);
      return { reader, name: resolved.commit };
    }
    await this.#bring(folder, remote, [`+${plainName(resolved.reference)}:${current}`], 1, signal);
    await this.#clean(cache, folder, signal);
    return { reader: this.#repositories.reader(folder), name: current };
  }

  async #create(folder: string, commit: string): Promise<void> {
    await mkdir(dirname(folder), { recursive: true });
    await createBareRepository(folder, { hashLength: commit.length === 64 ? 64 : 40 });
  }

  #bring(folder: string, remote: GitRemote, refspecs: string[], depth: number, signal: AbortSignal): Promise<void> {
    return this.#remotes.fetch(remote, { folder, refspecs, depth }, 'unable to clone', signal);
  }

  /** A server may refuse a commit that no reference points to; then all branches are fetched whole, as Flux does. */
  async #bringCommit(folder: string, remote: GitRemote, commit: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#bring(folder, remote, [`+${commit}:${current}`], 1, signal);
    } catch (thrown) {
      if (!(thrown instanceof GitError) || thrown.reason !== 'ReferenceNotFound') throw thrown;
      await this.#bring(folder, remote, ['+refs/heads/*:refs/flux19/heads/*'], everything, signal);
      if (await this.#repositories.reader(folder).has(commit, signal)) return;
      throw unknownCommit(commit, thrown);
    }
  }

  async #clean(cache: string, folder: string, signal: AbortSignal): Promise<void> {
    const count = (this.#fetches.get(cache) ?? 0) + 1;
    this.#fetches.set(cache, count);
    if (count % fetchesBetweenCleaning !== 0) return;
    await this.#program.run({ arguments: ['gc', '--quiet', '--prune=now'], folder }, signal);
    this.#repositories.release(folder);
  }

  #folderOf(cache: string): string {
    return `${join(this.#folder, ...cache.split('/').map(folderName))}.git`;
  }
}

/** Flux lets a name end in `^{}`, meaning the commit of a tag. */
function plainName(reference: string): string {
  return reference.replace(/\^\{\}$/, '');
}

function unknownCommit(commit: string, cause: unknown): GitError {
  return new GitError('ReferenceNotFound', `unable to resolve commit object for '${commit}': object not found`, {
    cause,
  });
}

/** A name for any text: names of Kubernetes objects stay readable, nothing leads elsewhere, none is longer than file systems take. */
function folderName(part: string): string {
  const name = encodeURIComponent(part).replaceAll('.', '%2E');
  return name.length <= longestName ? name : `${name.slice(0, longestName - 41)}-${hash('sha1', part)}`;
}
