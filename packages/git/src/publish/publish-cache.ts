import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { anyOwner } from '../local-repositories.ts';
import type { GitProgram } from '../process/git-program.ts';
import type { ResolvedReference } from '../reference/git-reference.ts';
import type { GitRemote } from '../remote/git-remote.ts';
import type { RemoteGit } from '../remote/remote-git.ts';
import { createBareRepository } from '../repository/bare-repository.ts';

/** Every so many checkouts what is no longer needed is removed. */
const checkoutsBetweenCleaning = 50;

/** One bare repository a cache name. It is a cache: the folder may be removed at any time between calls. */
export class PublishCache {
  readonly #folder: string;
  readonly #program: GitProgram;
  readonly #remotes: RemoteGit;
  readonly #checkouts = new Map<string, number>();

  constructor(folder: string, program: GitProgram, remotes: RemoteGit) {
    this.#folder = folder;
    this.#program = program;
    this.#remotes = remotes;
  }

  folderOf(cache: string): string {
    return join(this.#folder, `${hash('sha256', cache).slice(0, 40)}.git`);
  }

  /**
   * Makes the repository ready for commits of these hashes.
   *
   * @param neighbour a repository on this machine that has everything already, and is read instead of being fetched from
   */
  async open(cache: string, hashLength: number, neighbour: string | undefined): Promise<string> {
    const folder = this.folderOf(cache);
    if (!existsSync(folder)) {
      await mkdir(this.#folder, { recursive: true });
      await createBareRepository(folder, { hashLength: hashLength === 64 ? 64 : 40 });
    }
    if (neighbour !== undefined) {
      await writeFile(join(folder, 'objects', 'info', 'alternates'), `${join(neighbour, 'objects')}\n`);
    }
    return folder;
  }

  /** Fetches commits without their history. Each is kept under `refs/flux19/<n>` until the next fetch. */
  async fetch(
    folder: string,
    remote: GitRemote,
    wanted: readonly ResolvedReference[],
    signal: AbortSignal,
  ): Promise<void> {
    const refspecs = wanted.map(({ commit, reference, isPinned }, index) => {
      const name = isPinned === true || reference === '' ? commit : reference;
      return `+${name}:refs/flux19/${index}`;
    });
    await this.#remotes.fetch(remote, { folder, refspecs, depth: 1 }, 'unable to clone', signal);
  }

  /** Removes old objects now and then; answers whether it did. */
  async clean(cache: string, signal: AbortSignal): Promise<boolean> {
    const count = (this.#checkouts.get(cache) ?? 0) + 1;
    this.#checkouts.set(cache, count);
    if (count % checkoutsBetweenCleaning !== 0) return false;
    const words = ['gc', '--quiet', '--prune=now'];
    await this.#program.run({ arguments: words, folder: this.folderOf(cache), settings: anyOwner }, signal);
    return true;
  }

  async forget(cache: string): Promise<void> {
    this.#checkouts.delete(cache);
    await rm(this.folderOf(cache), { recursive: true, force: true });
  }
}
