import { join } from 'node:path';
import { advertiseLocal } from './advertise-local.ts';
import { createCheckout, type OpenSubmodule } from './checkout.ts';
import { FetchCache, type FetchedCommit } from './fetch-cache.ts';
import type { Checkout, FetchRequest, GitClient, ResolveRequest } from './git-client.ts';
import { GitError } from './git-error.ts';
import { LocalRepositories } from './local-repositories.ts';
import { GitProgram } from './process/git-program.ts';
import type { AdvertisedReference, ResolvedReference } from './reference/git-reference.ts';
import { kindsToList, resolveReference } from './reference/resolve-reference.ts';
import { YoungestVersion } from './reference/youngest-version.ts';
import { describeFailure } from './remote/describe-failure.ts';
import type { GitRemote } from './remote/git-remote.ts';
import { RemoteGit } from './remote/remote-git.ts';
import { parseRemoteUrl } from './remote/remote-url.ts';
import { parseGitModules } from './submodules/parse-git-modules.ts';
import { submoduleRemote } from './submodules/submodule-remote.ts';

/** What a client works with. */
export interface GitClientOptions {
  /** Folders in which git and ssh are looked for: the value of PATH. */
  readonly searchPath: string;
  /** Exists and belongs to this process alone: keys and other passing files go here. */
  readonly temporaryFolder: string;
  /** Fetched objects are kept here between passes. */
  readonly cacheFolder: string;
  /** Of one operation with a server; default 10 minutes. Callers usually abort earlier. */
  readonly timeoutMs?: number;
  /** Bytes of one file; default 128 MiB. */
  readonly maximumObjectBytes?: number;
  /** Files and folders of one commit; default 500 000. */
  readonly maximumEntries?: number;
  /** How much file content is kept in memory for the next commit; default 32 MiB. */
  readonly memoryBytes?: number;
  /** Allows `file://`. */
  readonly allowLocal?: boolean;
  /**
   * The folder of a repository that this process itself serves, or undefined. It is read in place then, without a request.
   * Has to check the credentials as the server would and to throw `GitError` when they do not do.
   */
  readonly locate?: (remote: GitRemote, signal: AbortSignal) => Promise<string | undefined>;
}

/** Submodules of submodules are followed this far, as go-git does. */
const maximumSubmoduleDepth = 10;

/** A client on the git of this machine. */
export function createGitClient(options: GitClientOptions): GitClient {
  const program = new GitProgram(options);
  const allowLocal = options.allowLocal ?? false;
  const remotes = new RemoteGit(program, { allowLocal, timeoutMs: options.timeoutMs ?? 600_000 });
  const repositories = new LocalRepositories(program, {
    objectBytes: options.maximumObjectBytes ?? 128 * 1024 * 1024,
    entries: options.maximumEntries ?? 500_000,
    ...(options.memoryBytes === undefined ? {} : { memoryBytes: options.memoryBytes }),
  });
  const cache = new FetchCache(options.cacheFolder, program, remotes, repositories);
  const youngest = new YoungestVersion(join(options.cacheFolder, 'versions'), remotes, repositories);
  async function locate(remote: GitRemote, action: string, signal: AbortSignal): Promise<string | undefined> {
    try {
      return await options.locate?.(remote, signal);
    } catch (thrown) {
      throw describeFailure(thrown, action, parseRemoteUrl(remote.url, { allowLocal }).text);
    }
  }

  async function advertised(
    request: ResolveRequest,
    signal: AbortSignal,
  ): Promise<{ readonly advertised: readonly AdvertisedReference[]; readonly url: string }> {
    const action = request.isKnown === true ? 'unable to list remote for' : 'unable to clone';
    const folder = await locate(request.remote, action, signal);
    if (folder !== undefined) {
      const { reference } = request;
      const local = await advertiseLocal(program, folder, repositories.reader(folder), reference, signal);
      return { advertised: local, url: parseRemoteUrl(request.remote.url, { allowLocal }).text };
    }
    return remotes.list(request.remote, kindsToList(request.reference), action, signal);
  }

  async function resolve(request: ResolveRequest, signal: AbortSignal): Promise<ResolvedReference> {
    const { advertised: references, url } = await advertised(request, signal);
    const found = resolveReference(references, request.reference, url);
    return found.length === 1 ? found[0] : youngest.choose(request.remote, found, signal);
  }

  async function fetchCommit(request: FetchRequest, signal: AbortSignal): Promise<FetchedCommit> {
    const folder = await locate(request.remote, 'unable to clone', signal);
    const { resolved } = request;
    if (folder === undefined) return cache.fetch(request.cache, request.remote, resolved, signal);
    return { reader: repositories.reader(folder), name: resolved.tag ?? resolved.commit };
  }

  async function fetch(request: FetchRequest, signal: AbortSignal, depth = 0): Promise<Checkout> {
    const { reader, name } = await fetchCommit(request, signal);
    const { commit, tag } = await reader.commit(name, signal);
    const { tag: _, ...reference } = request.resolved;
    const resolved = { ...reference, commit: commit.hash, ...(tag === undefined ? {} : { tag: tag.hash }) };
    const parts = { reader, resolved, commit, ...(tag === undefined ? {} : { tag }) };
    if (request.recurseSubmodules !== true) return createCheckout(parts);
    return createCheckout({ ...parts, openSubmodule: submoduleOpener(request, parts.reader.read.bind(reader), depth) });
  }

  function submoduleOpener(request: FetchRequest, read: Checkout['read'], depth: number): OpenSubmodule {
    return async (submodule, files, signal) => {
      if (depth >= maximumSubmoduleDepth) {
        throw new GitError('TooLarge', `submodules are nested deeper than ${maximumSubmoduleDepth}`);
      }
      const modules = files.filter((file) => file.path === '.gitmodules');
      const [text = new Uint8Array()] = await Array.fromAsync(read(modules, signal));
      const url = parseGitModules(Buffer.from(text).toString('utf8')).get(submodule.path);
      if (url === undefined) return undefined;
      const remote = submoduleRemote(request.remote, url, { allowLocal });
      const resolved = { commit: submodule.commit, reference: '', isPinned: true };
      const name = `${request.cache}/${encodeURIComponent(submodule.path)}`;
      return fetch({ remote, resolved, cache: name, recurseSubmodules: true }, signal, depth + 1);
    };
  }

  return {
    resolve,
    fetch: (request, signal) => fetch(request, signal),
    forget: (name) => cache.forget(name),
    close: () => repositories.close(),
  };
}
