import { createHash } from 'node:crypto';
import type { GitClient } from '@flux19/git';
import { GitError } from '@flux19/git';
import { memoryTree, type RemoteFolder } from '@flux19/kustomize';
import type { Handler } from '@flux19/ports';
import type { BaseAddress } from './base-address.ts';

/** What a remote base may hold at most. */
const maxBytes = 64 * 1024 * 1024;
const maxFileBytes = 16 * 1024 * 1024;

/** A base that was fetched; the version changes when its content does. */
export interface FetchedBase {
  readonly folder: RemoteFolder;
  readonly version: string;
}

/** A base that could not be had. Messages name no credentials. */
export class RemoteBaseError extends Error {
  override readonly name = 'RemoteBaseError';
}

export interface RemoteBasesOptions {
  readonly git: GitClient;
  readonly fetch: Handler;
}

type RepositoryAddress = Extract<BaseAddress, { readonly kind: 'repository' }>;

/** Repositories that are kept in memory. */
const maxRepositories = 16;

interface ReadRepository {
  readonly commit: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Fetches remote bases without credentials, and keeps what a commit holds. */
export class RemoteBases {
  readonly #options: RemoteBasesOptions;
  /** The latest commit of each repository and reference. */
  readonly #repositories = new Map<string, ReadRepository>();
  /** Fetches of one repository one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(options: RemoteBasesOptions) {
    this.#options = options;
  }

  /** Rejects with {@link RemoteBaseError}. */
  async fetch(address: BaseAddress, signal: AbortSignal): Promise<FetchedBase> {
    try {
      return address.kind === 'file' ? await this.#file(address.url, signal) : await this.#repository(address, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      throw failure(address, thrown);
    }
  }

  async #file(url: string, signal: AbortSignal): Promise<FetchedBase> {
    const response = await this.#options.fetch(new Request(url, { signal }));
    if (!response.ok) {
      await response.body?.cancel();
      throw new RemoteBaseError(`the server answered ${response.status}`);
    }
    const content = await readLimited(response, maxFileBytes);
    // The engine takes folders: one with nothing but the file is the same.
    const files = new Map<string, Uint8Array>([
      ['/kustomization.yaml', Buffer.from('resources: [manifests.yaml]\n')],
      ['/manifests.yaml', content],
    ]);
    const version = createHash('sha256').update(content).digest('hex');
    return { folder: { files: memoryTree(files), path: '/' }, version };
  }

  async #repository(address: RepositoryAddress, signal: AbortSignal): Promise<FetchedBase> {
    const key = `${address.url} ${address.reference ?? ''}`;
    const turn = (this.#turns.get(key) ?? Promise.resolve())
      .catch(() => undefined)
      .then(() => this.#read(address, key, signal));
    this.#turns.set(key, turn);
    const { commit, files } = await turn.finally(() => {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    });
    return { folder: { files: memoryTree(files), path: `/${address.path}` }, version: commit };
  }

  async #read({ url, reference, submodules }: RepositoryAddress, key: string, signal: AbortSignal) {
    const { git } = this.#options;
    const remote = { url };
    const resolved = await this.#resolve(url, reference, signal);
    const known = this.#repositories.get(key);
    if (known?.commit === resolved.commit) return known;
    const cache = `remote-base-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
    const checkout = await git.fetch({ remote, resolved, cache, recurseSubmodules: submodules }, signal);
    const listing = await checkout.list(signal);
    const files = new Map<string, Uint8Array>();
    let bytes = 0;
    let at = 0;
    for await (const content of checkout.read(listing.files, signal)) {
      bytes += content.length;
      if (bytes > maxBytes) throw new RemoteBaseError(`the repository holds more than ${maxBytes} bytes`);
      files.set(`/${listing.files[at]?.path ?? ''}`, content);
      at += 1;
    }
    await git.forget(cache);
    const read = { commit: resolved.commit, files };
    this.#remember(key, read);
    return read;
  }

  /** Keeps the latest few. */
  #remember(key: string, read: ReadRepository): void {
    this.#repositories.delete(key);
    this.#repositories.set(key, read);
    for (const oldest of this.#repositories.keys()) {
      if (this.#repositories.size <= maxRepositories) return;
      this.#repositories.delete(oldest);
    }
  }

  /** A reference may be a branch, a tag or a hash; what it is only the server knows. */
  async #resolve(url: string, reference: string | undefined, signal: AbortSignal) {
    const { git } = this.#options;
    const remote = { url };
    if (reference === undefined) return git.resolve({ remote, reference: { name: 'HEAD' } }, signal);
    if (/^[0-9a-f]{40}$/.test(reference)) return git.resolve({ remote, reference: { commit: reference } }, signal);
    try {
      return await git.resolve({ remote, reference: { tag: reference } }, signal);
    } catch (thrown) {
      if (!(thrown instanceof GitError && thrown.reason === 'ReferenceNotFound')) throw thrown;
      return git.resolve({ remote, reference: { branch: reference } }, signal);
    }
  }
}

async function readLimited(response: Response, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > limit) throw new RemoteBaseError(`the file is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function failure({ url }: BaseAddress, thrown: unknown): RemoteBaseError {
  const why = thrown instanceof RemoteBaseError || thrown instanceof GitError ? thrown.message : 'it cannot be reached';
  const shown = url.replace(/\/\/[^/@]*@/, '//').replace(/\?.*$/, '');
  return new RemoteBaseError(`cannot fetch remote base '${shown}': ${why}`, { cause: thrown });
}
