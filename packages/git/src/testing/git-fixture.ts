import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGitClient, type GitClientOptions } from '../create-git-client.ts';
import type { GitClient } from '../git-client.ts';
import { createGitRepositories, type GitRepositories } from '../git-repositories.ts';
import type { NewCommit } from '../repository/write-commit.ts';
import { createGitServer } from '../server/create-git-server.ts';
import type { GitServer, GitServerOptions } from '../server/git-server.ts';
import { repositoriesIn } from '../server/repositories-in.ts';
import { type Listener, listen } from './listen.ts';

/** A git server with repositories in a temporary folder, and a client. */
export interface GitFixture {
  readonly folder: string;
  readonly server: GitServer;
  readonly listener: Listener;
  readonly repositories: GitRepositories;
  readonly signal: AbortSignal;
  client(options?: Partial<GitClientOptions>): GitClient;
  /** Commits to a repository below the server's root, made when missing. */
  commit(repository: string, commit: Partial<NewCommit>): Promise<string>;
  close(): Promise<void>;
}

const start = Date.UTC(2026, 0, 1);

/** Starts the server. The environment of the test process says where git is. */
export async function startGitFixture(options: Partial<GitServerOptions> = {}): Promise<GitFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'flux19-git-'));
  const program = { searchPath: process.env['PATH'] ?? '', temporaryFolder: folder };
  const repositories = createGitRepositories(program);
  const root = join(folder, 'served');
  await repositories.create(join(root, 'app.git'), { branch: 'main' });
  const server = createGitServer({ ...program, folderOf: repositoriesIn(root), ...options });
  const listener = await listen(server.fetch);
  const { signal } = new AbortController();
  const clients: GitClient[] = [];
  let commits = 0;
  return {
    folder,
    server,
    listener,
    repositories,
    signal,
    client(given = {}) {
      const client = createGitClient({ ...program, cacheFolder: join(folder, `cache-${clients.length}`), ...given });
      clients.push(client);
      return client;
    },
    async commit(repository, commit) {
      const path = join(root, repository);
      await repositories.create(path);
      commits += 1;
      const author = { name: 'Ada', email: 'ada@example.org' };
      const defaults = {
        branch: 'main',
        changes: new Map([['a.txt', `${commits}`]]),
        message: `change ${commits}`,
        author,
      };
      return repositories.commit(path, { ...defaults, when: start + commits * 1000, ...commit }, signal);
    },
    async close() {
      for (const client of clients) client.close();
      await listener.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
