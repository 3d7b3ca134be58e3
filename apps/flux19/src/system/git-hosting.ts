import {
  createGitServer,
  type GitAccess,
  GitError,
  type GitRemote,
  type GitServer,
  type GitVerdict,
  repositoriesIn,
} from '@flux19/git';
import { type Listener, listen } from '@flux19/listener';
import type { Logger } from '@flux19/runtime';
import { hasPassword } from './basic-password.ts';

export interface GitHostingOptions {
  /** Folder whose repositories are offered. */
  readonly repositories: string;
  /** Repositories elsewhere on this machine, by the name under which they are offered, to be read only. */
  readonly linked: ReadonlyMap<string, string>;
  readonly temporaryFolder: string;
  readonly searchPath: string;
  /** Password of whoever pushes; reading is open to this machine. */
  readonly token: string;
  readonly log: Logger;
}

/** The git server of this process, on a loopback port. */
export interface GitHosting {
  readonly listener: Listener;
  readonly server: GitServer;
  /** The folder of a remote that this server offers; undefined for remotes elsewhere. */
  locate(remote: GitRemote): Promise<string | undefined>;
}

/** Opens the git server. Anybody on this machine may read, whoever knows the token may push. */
export async function hostGit(options: GitHostingOptions): Promise<GitHosting> {
  const own = repositoriesIn(options.repositories);
  const server = createGitServer({
    searchPath: options.searchPath,
    temporaryFolder: options.temporaryFolder,
    folderOf: (name) => options.linked.get(name.replace(/\.git$/, '')) ?? own(name),
    authorize: async (access) => verdict(access, options),
  });
  const onFault = (fault: unknown): void => options.log.error('a git request was not answered', fault);
  const listener = await listen({ handler: server.fetch, onFault });
  return { listener, server, locate: (remote) => locate(remote, listener.url, server) };
}

function verdict(
  { operation, repository, authorization }: GitAccess,
  { token, linked }: GitHostingOptions,
): GitVerdict {
  if (operation === 'read') return 'allowed';
  if (linked.has(repository.replace(/\.git$/, ''))) return 'forbidden';
  return hasPassword(authorization, token) ? 'allowed' : 'denied';
}

async function locate({ url, credentials }: GitRemote, own: string, server: GitServer): Promise<string | undefined> {
  if (!url.startsWith(`${own}/`)) return undefined;
  const { username = '', password } = credentials ?? {};
  const basic =
    password === undefined ? undefined : `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const folder = await server.locate({
    repository: decodeURIComponent(url.slice(own.length + 1)),
    authorization: basic,
  });
  if (folder === undefined) throw new GitError('NotFound', 'repository not found');
  return folder;
}
