import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PodRuntime } from '@flux19/cluster';
import { createKubeClient, type KubeClient } from '@flux19/kube';
import type { RepositoryName } from '@flux19/oci';
import { type Clock, type Handler, systemClock } from '@flux19/ports';
import { createMetrics, type Logger, type Metrics } from '@flux19/runtime';
import { type ListeningCluster, listenCluster } from './cluster-command.ts';
import type { ControllerSettings } from './controller-settings.ts';
import type { DataFolder } from './data-folder.ts';
import { type GitHosting, hostGit } from './git-hosting.ts';
import { imageProcesses } from './image-processes.ts';
import { installFlux } from './install-flux.ts';
import { hostRegistry, type RegistryHosting } from './registry-hosting.ts';
import { requestMetrics } from './request-metrics.ts';
import { StandIns } from './stand-ins.ts';
import { type RunningControllers, startControllers } from './start-controllers.ts';

export interface SystemOptions {
  readonly data: DataFolder;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Port of the Kubernetes API; any free one when absent. */
  readonly port?: number | undefined;
  /** Where to write the kubeconfig; in the data folder when absent. */
  readonly kubeconfig?: string | undefined;
  /** Namespace of Flux. */
  readonly namespace: string;
  /** Value of PATH, for git and ssh. */
  readonly searchPath: string;
  /** Repositories of this machine that are offered for reading: name and git folder. */
  readonly linkedRepositories?: ReadonlyMap<string, string>;
  /** Told of every request that the controllers send to the API server. */
  readonly onRequest?: (request: Request) => void;
  /** Lets Pods whose images are in the registry of this process run as processes of this machine. */
  readonly runsImages?: boolean;
  /** What the flags of the controllers decide; Flux's defaults when absent. */
  readonly settings?: ControllerSettings;
  /** Whether the cluster is kept across restarts, in the data folder. */
  readonly isKept: boolean;
}

/** An embedded cluster with the controllers and a git server: the whole of Flux-19 in this process. */
export interface FluxSystem {
  readonly client: KubeClient;
  readonly api: ListeningCluster;
  readonly git: GitHosting;
  readonly registry: RegistryHosting;
  /** Password for pushing to the git server and to the registry, with any user name. */
  readonly token: string;
  readonly controllers: RunningControllers;
  readonly data: DataFolder;
  /** Stops everything in an order in which nothing is lost. */
  close(): Promise<void>;
}

/**
 * Starts the system in a data folder, which goes with it if it was a passing one. Rejects with CliError when a folder or a port
 * cannot be had, and leaves nothing running then.
 */
export async function startSystem(options: SystemOptions): Promise<FluxSystem> {
  const { clock = systemClock, data } = options;
  const standIns = new StandIns(options.log, clock);
  const { log } = standIns;
  let controllers: RunningControllers | undefined;
  const closers: (() => Promise<void> | void)[] = [() => data.dispose()];
  const close = async (): Promise<void> => {
    while (closers.length > 0) await closers.pop()?.();
  };
  try {
    const token = keptToken(join(dirname(data.kubeconfig), 'token'));
    const onPush = (repository: RepositoryName): void => controllers?.noticeImage(repository);
    const registry = await hostRegistry({ folder: data.registry, token, clock, log, onPush });
    closers.push(() => registry.close());
    const podRuntime = options.runsImages === true ? processesFor(registry, options) : undefined;
    const api = await listenCluster({ ...options, podLogs: standIns.podLogs }, options.isKept, data, log, podRuntime);
    closers.push(() => api.cluster.close());
    closers.push(() => api.listener.close());
    const metrics = createMetrics();
    const client = clientOf(api, options, metrics);
    const stop = new AbortController();
    await installFlux(client, options.namespace, stop.signal);
    await standIns.publish(client, options.namespace, stop.signal);
    const git = await hostGit({
      repositories: data.repositories,
      linked: options.linkedRepositories ?? new Map(),
      temporaryFolder: data.temporary,
      searchPath: options.searchPath,
      token,
      log,
    });
    closers.push(() => git.listener.close());
    const { namespace, searchPath } = options;
    const running = await startControllers(
      {
        client,
        metrics,
        clock,
        log,
        data,
        namespace,
        searchPath,
        locate: git.locate,
        connectRegistry: registry.connect,
        ...(options.settings === undefined ? {} : { settings: options.settings }),
      },
      stop.signal,
    );
    controllers = running;
    git.server.onPush((repository) => running.noticePush(`${git.listener.url}/${repository}`));
    closers.push(async () => {
      stop.abort(new Error('the system is closing'));
      await running.done;
    });
    return { client, api, git, registry, token, controllers: running, data, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

function processesFor(
  registry: RegistryHosting,
  { data, searchPath, clock = systemClock, log }: SystemOptions,
): PodRuntime {
  return imageProcesses({ registry, folder: data.images, searchPath, nodeProgram: process.execPath, clock, log });
}

/** A client of its own for the controllers, so that what they send can be told from what the cluster does by itself. */
function clientOf(
  { cluster }: ListeningCluster,
  { onRequest, clock = systemClock }: SystemOptions,
  metrics: Metrics,
): KubeClient {
  const fetch: Handler = (request) => {
    onRequest?.(request);
    return cluster.fetch(request);
  };
  const { server } = cluster.client;
  const headers = { authorization: `Bearer ${cluster.token}` };
  return createKubeClient({ fetch, server, headers, clock, onAnswer: requestMetrics(metrics, () => server) });
}

function keptToken(path: string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8');
  const token = randomBytes(16).toString('base64url');
  writeFileSync(path, token, { mode: 0o600 });
  return token;
}
