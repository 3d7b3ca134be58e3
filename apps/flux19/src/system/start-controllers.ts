import { type ArtifactStore, createArtifactStore } from '@flux19/artifacts';
import type { GitRemote } from '@flux19/git';
import { type KubeClient, SharedCaches } from '@flux19/kube';
import { type Listener, listen } from '@flux19/listener';
import type { RegistryConnection, RegistryConnectionOptions, RepositoryName } from '@flux19/oci';
import type { Clock, Handler } from '@flux19/ports';
import { createMetrics, EventBus, type Logger, Manager, type Metrics } from '@flux19/runtime';
import { addControllers } from './add-controllers.ts';
import { type ControllerSettings, controllerSettings } from './controller-settings.ts';
import type { DataFolder } from './data-folder.ts';
import { startNotifications } from './start-notifications.ts';

export interface ControllersOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Logger;
  readonly data: DataFolder;
  /** Namespace of Flux. */
  readonly namespace: string;
  /** Value of PATH, for git and ssh. */
  readonly searchPath: string;
  /** Finds repositories that this process serves itself. */
  readonly locate?: (remote: GitRemote) => Promise<string | undefined>;
  /** Reaches registries; over the network when absent. */
  readonly connectRegistry?: (options: RegistryConnectionOptions) => RegistryConnection;
  /** Variables by which clouds tell who this machine is. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Metrics that have begun to count already. */
  readonly metrics?: Metrics;
  /** What the flags decide; Flux's defaults when absent. */
  readonly settings?: ControllerSettings;
  /** Takes part in leader election under this name; leads at once without one. */
  readonly leaderIdentity?: string;
}

export interface RunningControllers {
  /** Serves the artifacts. */
  readonly artifacts: Listener;
  /** Serves /metrics, /healthz and /readyz. */
  readonly metrics: Listener;
  /** Takes events of other controllers. */
  readonly events: Listener;
  /** Takes webhooks. */
  readonly receivers: Listener;
  /** Starts a pass over every GitRepository with this URL: to be called when something was pushed there. */
  noticePush(url: string): void;
  /** Scans every ImageRepository of this repository: to be called when an image was pushed there. */
  noticeImage(repository: RepositoryName): void;
  /** Resolves when everything has stopped. Rejects when the lead was lost. */
  readonly done: Promise<void>;
}

/** Starts the controllers and the ports that belong to them. They run until the signal aborts. */
export async function startControllers(options: ControllersOptions, signal: AbortSignal): Promise<RunningControllers> {
  const { client, clock, log, data, settings = controllerSettings({}, options.namespace) } = options;
  const { metrics = createMetrics() } = options;
  const caches = new SharedCaches({ client, signal, clock });
  const manager = new Manager({
    client,
    caches,
    log,
    metrics,
    clock,
    ...retryDelays(settings),
    ...leaderElection(options),
  });
  // The store's address is only known when its port is, and the port needs the store.
  let store: ArtifactStore | undefined;
  const serveArtifacts: Handler = async (request) =>
    (await store?.fetch(request)) ?? new Response(null, { status: 503 });
  const artifacts = await listen({ handler: serveArtifacts });
  const { retention } = settings;
  store = createArtifactStore({ folder: data.artifacts, advertisedAddress: artifacts.url, clock, retention });
  const events = new EventBus();
  const shared = { ...options, settings, store, caches, events };
  const notices = await addControllers(manager, shared, signal);
  const notifications = await startNotifications(manager, metrics, shared);
  const metricsListener = await listen({ handler: serveStatus(manager, metrics) });
  const done = closeAfter(manager.run(signal), [notifications, artifacts, metricsListener]);
  return {
    artifacts,
    metrics: metricsListener,
    events: notifications.events,
    receivers: notifications.receivers,
    noticePush: notices.noticePush,
    noticeImage: notices.noticeImage,
    done,
  };
}

async function closeAfter(run: Promise<void>, parts: readonly { close(): Promise<void> }[]): Promise<void> {
  try {
    await run;
  } finally {
    await Promise.all(parts.map((part) => part.close()));
  }
}

function retryDelays({ minRetryDelayMs, maxRetryDelayMs }: ControllerSettings) {
  return {
    ...(minRetryDelayMs === undefined ? {} : { minRetryDelayMs }),
    ...(maxRetryDelayMs === undefined ? {} : { maxRetryDelayMs }),
  };
}

function leaderElection({ leaderIdentity, namespace }: ControllersOptions) {
  if (leaderIdentity === undefined) return {};
  return { leaderElection: { namespace, name: 'flux19-leader-election', identity: leaderIdentity } };
}

function serveStatus(manager: Manager, metrics: Metrics): Handler {
  return (request) => {
    const isMetrics = new URL(request.url).pathname === '/metrics';
    return isMetrics ? metrics.handler(request) : manager.healthHandler(request);
  };
}
