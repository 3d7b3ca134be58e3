import { createGitClient, type GitClientOptions } from '../create-git-client.ts';
import { GitError } from '../git-error.ts';
import { anyOwner } from '../local-repositories.ts';
import { GitProgram } from '../process/git-program.ts';
import type { ResolvedReference } from '../reference/git-reference.ts';
import type { GitRemote } from '../remote/git-remote.ts';
import { RemoteGit } from '../remote/remote-git.ts';
import { ContentCache } from '../repository/content-cache.ts';
import { ObjectReader } from '../repository/object-reader.ts';
import { RepositoryReader } from '../repository/repository-reader.ts';
import { changeTree } from './change-tree.ts';
import { formatCommit } from './format-commit.ts';
import type { CheckoutRequest, CommitContent, GitPublisher, PushTarget, WorkingBase } from './git-publisher.ts';
import { ObjectWriter } from './object-writer.ts';
import { PublishCache } from './publish-cache.ts';
import { pushReferences } from './push-references.ts';
import { targetsOf } from './push-targets.ts';

/** How long a reading process is kept without use. */
const idleMs = 15_000;

interface OpenRepository {
  readonly objects: ObjectReader;
  readonly reader: RepositoryReader;
}

/** A publisher on the git of this machine. Its cache folder must not be that of a client. */
export function createGitPublisher(options: GitClientOptions): GitPublisher {
  const program = new GitProgram(options);
  const client = createGitClient(options);
  const { allowLocal = false, timeoutMs = 600_000, maximumObjectBytes = 128 * 1024 * 1024 } = options;
  const remotes = new RemoteGit(program, { allowLocal, timeoutMs });
  const cache = new PublishCache(options.cacheFolder, program, remotes);
  const contents = new ContentCache(options.memoryBytes ?? 32 * 1024 * 1024);
  const repositories = new Map<string, OpenRepository>();

  function repository(folder: string): OpenRepository {
    const known = repositories.get(folder);
    if (known !== undefined) return known;
    const start = () => program.start({ arguments: ['cat-file', '--batch'], folder, settings: anyOwner });
    const objects = new ObjectReader({ start, maximumObjectBytes, idleMs });
    const maximumEntries = options.maximumEntries ?? 500_000;
    const opened = { objects, reader: new RepositoryReader(objects, contents, { maximumEntries }) };
    repositories.set(folder, opened);
    return opened;
  }

  function release(folder: string): void {
    repositories.get(folder)?.objects.close();
    repositories.delete(folder);
  }

  async function checkout(request: CheckoutRequest, signal: AbortSignal): Promise<WorkingBase> {
    const { remote, reference, branch } = request;
    const source = await client.resolve({ remote, reference }, signal);
    const isSame = source.reference === `refs/heads/${branch}` && source.isPinned !== true;
    const head = isSame ? source : await resolveBranch(remote, branch, signal);
    return bring(request, source, head, signal);
  }

  async function resolveBranch(
    remote: GitRemote,
    branch: string,
    signal: AbortSignal,
  ): Promise<ResolvedReference | undefined> {
    try {
      return await client.resolve({ remote, reference: { branch } }, signal);
    } catch (thrown) {
      if (thrown instanceof GitError && thrown.reason === 'ReferenceNotFound') return undefined;
      throw thrown;
    }
  }

  async function bring(
    { remote, branch, cache: name }: CheckoutRequest,
    source: ResolvedReference,
    head: ResolvedReference | undefined,
    signal: AbortSignal,
  ): Promise<WorkingBase> {
    const neighbour = await options.locate?.(remote, signal);
    const folder = await cache.open(name, source.commit.length, neighbour);
    if (await cache.clean(name, signal)) release(folder);
    const wanted = head === undefined || head === source ? [source] : [source, head];
    const names = await namesOf(folder, remote, wanted, signal);
    const { reader } = repository(folder);
    const commits = [];
    for (const each of names) commits.push((await reader.commit(each, signal)).commit);
    const [first, last = first] = commits;
    if (first === undefined || last === undefined) throw new GitError('Failed', 'nothing was fetched');
    return {
      remote,
      cache: name,
      branch,
      source: { ...source, commit: first.hash },
      head: last,
      hasBranch: head !== undefined,
      list: (inner) => reader.list(last.tree, inner),
      read: (files, inner) => reader.read(files, inner),
    };
  }

  /** Fetches what is not there yet; answers the names under which the commits can be read. */
  async function namesOf(
    folder: string,
    remote: GitRemote,
    wanted: readonly ResolvedReference[],
    signal: AbortSignal,
  ): Promise<string[]> {
    const { reader } = repository(folder);
    const hashes = wanted.map(({ commit, tag }) => tag ?? commit);
    const present = await Promise.all(hashes.map((hash) => reader.has(hash, signal)));
    if (present.every((isPresent) => isPresent)) return hashes;
    await cache.fetch(folder, remote, wanted, signal);
    return wanted.map((_, index) => `refs/flux19/${index}`);
  }

  async function publish(
    base: WorkingBase,
    { changes, ...content }: CommitContent,
    target: PushTarget,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const folder = cache.folderOf(base.cache);
    const { objects } = repository(folder);
    const writer = new ObjectWriter(folder, base.head.hash.length);
    const read = async (hash: string, inner: AbortSignal): Promise<Buffer> => {
      const object = await objects.read(hash, inner);
      if (object === undefined) throw new GitError('Failed', `tree ${hash} is missing`);
      return object.content;
    };
    const tree = await changeTree(base.head.tree, changes, { read, writer }, signal);
    if (tree === base.head.tree) return undefined;
    const commit = await writer.write('commit', await formatCommit(tree, base.head.hash, content));
    for (const push of targetsOf(base, commit, target)) {
      await pushReferences(program, base.remote, { folder, ...push }, { allowLocal, timeoutMs }, signal);
    }
    return commit;
  }

  return {
    resolve: (remote, reference, signal) => client.resolve({ remote, reference, isKnown: true }, signal),
    checkout,
    publish,
    async forget(name) {
      release(cache.folderOf(name));
      await cache.forget(name);
    },
    close() {
      client.close();
      for (const folder of [...repositories.keys()]) release(folder);
    },
  };
}
