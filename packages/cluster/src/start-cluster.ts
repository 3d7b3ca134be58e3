import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ApiServerOptions,
  administrator,
  createApiServer,
  type FaultInjector,
  type PodLogs,
  tokenAuthenticator,
} from '@flux19/apiserver';
import { createKubeClient, type KubeClient } from '@flux19/kube';
import { type Listener, listen } from '@flux19/listener';
import { type Clock, type Handler, systemClock } from '@flux19/ports';
import type { Logger } from '@flux19/runtime';
import { podPlacement } from './admission/pod-placement.ts';
import { ServiceAddresses } from './admission/service-addresses.ts';
import { createSystemObjects } from './bootstrap/create-system-objects.ts';
import { nodeName } from './bootstrap/system-objects.ts';
import { clusterKubeconfig } from './cluster-kubeconfig.ts';
import { keptCredentials, newCredentials } from './credentials.ts';
import type { PodRuntime } from './processes/pod-runtime.ts';
import { runControlPlane } from './run-control-plane.ts';
import { SqliteStorage } from './storage/sqlite-storage.ts';

export interface ClusterOptions {
  readonly log: Logger;
  readonly clock?: Clock;
  /** Keeps the cluster across restarts. Without one, everything is forgotten when the cluster closes. */
  readonly dataFolder?: string;
  readonly authorization?: ApiServerOptions['authorization'];
  readonly faults?: FaultInjector;
  /** Runs Pods for real, where it takes them; the others are simulated. Closed with the cluster. */
  readonly podRuntime?: PodRuntime;
  /** Answers for the logs of Pods that somebody else speaks for; undefined for those of others. */
  readonly podLogs?: PodLogs;
}

/** A running Kubernetes cluster in this process. */
export interface Cluster {
  /** The Kubernetes API; authenticates by bearer token. */
  readonly fetch: Handler;
  /** A client with all rights that needs no port. */
  readonly client: KubeClient;
  /** Bearer token of the administrator. */
  readonly token: string;
  /** Serves the API over TLS on a loopback port (0 = any). */
  listen(port: number): Promise<Listener>;
  /** A kubeconfig for the administrator of the cluster at a base URL, usually the listener's. */
  kubeconfig(server: string): string;
  /** Stops the controllers, ends every watch, and closes the storage; what was answered is kept. */
  close(): Promise<void>;
}

/** Starts a cluster. Resolves when the API answers and the system's own objects exist. Rejects with StorageError for an unusable data folder. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { log, clock = systemClock, dataFolder } = options;
  if (dataFolder !== undefined) mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const credentials = dataFolder === undefined ? newCredentials(clock.now()) : keptCredentials(dataFolder, clock.now());
  const storage = dataFolder === undefined ? undefined : new SqliteStorage(join(dataFolder, 'cluster.db'));
  const serviceAddresses = new ServiceAddresses();
  const server = createApiServer({
    clock,
    authenticator: tokenAuthenticator(new Map([[credentials.token, administrator]])),
    admission: [serviceAddresses, podPlacement(nodeName)],
    serviceAccounts: true,
    tokenKey: credentials.tokenKey,
    podLogs: (request) => options.podLogs?.(request) ?? options.podRuntime?.logs(request),
    ...(storage === undefined ? {} : { storage }),
    ...(options.authorization === undefined ? {} : { authorization: options.authorization }),
    ...(options.faults === undefined ? {} : { faults: options.faults }),
  });
  const stop = new AbortController();
  const client = createKubeClient({ fetch: server.as(administrator), server: 'http://kubernetes.default.svc', clock });
  await createSystemObjects(client, clock, stop.signal);
  const controlPlane = {
    client,
    clock,
    log,
    serviceAddresses,
    certificateAuthority: credentials.tls.ca,
    podRuntime: options.podRuntime,
  };
  const running = runControlPlane(controlPlane, stop.signal);
  const onFault = (fault: unknown): void => log.error('a request was not answered', fault);
  return {
    fetch: server.fetch,
    client,
    token: credentials.token,
    listen: (port) => listen({ handler: server.fetch, port, tls: credentials.tls, onFault }),
    kubeconfig: (url) => clusterKubeconfig(url, credentials),
    async close() {
      stop.abort(new Error('the cluster is closing'));
      await running;
      await options.podRuntime?.close();
      server.close();
      storage?.close();
    },
  };
}
