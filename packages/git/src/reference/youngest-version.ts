import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalRepositories } from '../local-repositories.ts';
import type { GitRemote } from '../remote/git-remote.ts';
import type { RemoteGit } from '../remote/remote-git.ts';
import { createBareRepository } from '../repository/bare-repository.ts';
import type { ResolvedReference } from './git-reference.ts';

type Candidates = readonly [ResolvedReference, ...ResolvedReference[]];

/** So many decisions are remembered. */
const maximumRemembered = 1000;

/**
 * Decides between tags whose versions differ in build metadata only: the one with the youngest commit, as Flux does.
 * Their commits, without files, have to be fetched for that; the decision is remembered.
 */
export class YoungestVersion {
  readonly #folder: string;
  readonly #remotes: RemoteGit;
  readonly #repositories: LocalRepositories;
  readonly #decisions = new Map<string, ResolvedReference>();

  constructor(folder: string, remotes: RemoteGit, repositories: LocalRepositories) {
    this.#folder = folder;
    this.#remotes = remotes;
    this.#repositories = repositories;
  }

  async choose(remote: GitRemote, candidates: Candidates, signal: AbortSignal): Promise<ResolvedReference> {
    const key = candidates.map(({ commit }) => commit).join(' ');
    const known = this.#decisions.get(key);
    if (known !== undefined) return known;
    const chosen = await this.#compare(remote, candidates, signal);
    if (this.#decisions.size >= maximumRemembered) this.#decisions.clear();
    this.#decisions.set(key, chosen);
    return chosen;
  }

  async #compare(remote: GitRemote, candidates: Candidates, signal: AbortSignal): Promise<ResolvedReference> {
    const [first] = candidates;
    const folder = join(this.#folder, `${first.commit}.git`);
    await mkdir(this.#folder, { recursive: true });
    await rm(folder, { recursive: true, force: true });
    await createBareRepository(folder, { hashLength: first.commit.length === 64 ? 64 : 40 });
    try {
      const refspecs = candidates.map(({ reference }) => `+${reference}:${reference}`);
      const fetch = { folder, refspecs, depth: 1, filter: 'tree:0' };
      await this.#remotes.fetch(remote, fetch, 'unable to clone', signal);
      return await this.#youngest(folder, candidates, signal);
    } finally {
      this.#repositories.release(folder);
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #youngest(folder: string, candidates: Candidates, signal: AbortSignal): Promise<ResolvedReference> {
    const reader = this.#repositories.reader(folder);
    let [best] = candidates;
    let bestTime = Number.NEGATIVE_INFINITY;
    for (const candidate of candidates) {
      const { commit } = await reader.commit(candidate.commit, signal);
      if (commit.committer.when < bestTime) continue;
      best = candidate;
      bestTime = commit.committer.when;
    }
    return best;
  }
}
