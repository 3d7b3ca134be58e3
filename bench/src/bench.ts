import { join } from 'node:path';
import { createGitRepositories } from '@flux19/git';
import { createKubeClient, type KubeClient, loadKubeconfig } from '@flux19/kube';
import { systemClock } from '@flux19/ports';
import { createLogger } from '@flux19/runtime';
import {
  type DataFolder,
  type FluxSystem,
  hostGit,
  installFlux,
  openDataFolder,
  startControllers,
  startSystem,
} from 'flux19';

export interface BenchOptions {
  /** Measures against this cluster instead of an embedded one; the controllers run in this process either way. */
  readonly kubeconfig: string | undefined;
  readonly searchPath: string;
}

/** A cluster with the controllers, and a repository that they follow. */
export interface Bench {
  readonly client: KubeClient;
  /** Everything else that runs in this process; undefined against a cluster elsewhere. */
  readonly system: FluxSystem | undefined;
  /** Address of the repository. */
  readonly url: string;
  readonly namespace: string;
  /** Requests that the controllers have sent so far. */
  requests(): number;
  /** Commits files to the branch `main` as a push would, and returns the hash of the commit. */
  commit(files: Readonly<Record<string, string>>): Promise<string>;
  close(): Promise<void>;
}

const namespace = 'flux-system';
const name = 'bench.git';
const log = createLogger({ level: 'error', write: (line) => process.stderr.write(line) });

/** Opens a bench of its own for one measurement, so that measurements do not disturb each other. */
export async function openBench(options: BenchOptions): Promise<Bench> {
  const data = openDataFolder(undefined);
  let requests = 0;
  const count = (): void => {
    requests += 1;
  };
  const system =
    options.kubeconfig === undefined ? await embedded(data, options, count) : await other(data, options, count);
  const repositories = createGitRepositories({ searchPath: options.searchPath, temporaryFolder: data.temporary });
  const folder = join(data.repositories, name);
  await repositories.create(folder, { branch: 'main' });
  const url = `${system.gitUrl}/${name}`;
  return {
    client: system.client,
    system: system.embedded,
    url,
    namespace,
    requests: () => requests,
    async commit(files) {
      const changes = new Map(Object.entries(files));
      const author = { name: 'Bench', email: 'bench@flux19.example' };
      const change = { branch: 'main', message: 'Change', author, changes, when: Date.now() };
      const commit = await repositories.commit(folder, change, AbortSignal.timeout(30_000));
      system.noticePush(url);
      return commit;
    },
    close: () => system.close(),
  };
}

interface System {
  readonly client: KubeClient;
  readonly embedded?: FluxSystem;
  readonly gitUrl: string;
  noticePush(url: string): void;
  close(): Promise<void>;
}

async function embedded(data: DataFolder, { searchPath }: BenchOptions, onRequest: () => void): Promise<System> {
  const system = await startSystem({
    data,
    isKept: false,
    log,
    namespace,
    searchPath,
    onRequest,
  });
  const { client, git, controllers, close } = system;
  return { client, embedded: system, gitUrl: git.listener.url, noticePush: controllers.noticePush, close };
}

async function other(
  data: DataFolder,
  { searchPath, kubeconfig }: BenchOptions,
  onRequest: () => void,
): Promise<System> {
  const connection = loadKubeconfig({ file: kubeconfig, allowExec: true, environment: process.env });
  const client = createKubeClient({
    server: connection.server,
    fetch: (request) => {
      onRequest();
      return connection.fetch(request);
    },
  });
  const stop = new AbortController();
  await installFlux(client, namespace, stop.signal);
  const git = await hostGit({
    repositories: data.repositories,
    linked: new Map(),
    temporaryFolder: data.temporary,
    searchPath,
    token: '',
    log,
  });
  const controllers = await startControllers(
    { client, clock: systemClock, log, data, namespace, searchPath, locate: git.locate },
    stop.signal,
  );
  return {
    client,
    gitUrl: git.listener.url,
    noticePush: controllers.noticePush,
    async close() {
      stop.abort(new Error('the measurement is over'));
      await controllers.done;
      await git.listener.close();
      await connection.close();
      data.dispose();
    },
  };
}
