import { type Alert, fluxCustomResourceDefinitions, groups, type Receiver } from '@flux19/api';
import { type Cluster, startCluster } from '@flux19/cluster';
import { type KubeClient, SharedCaches } from '@flux19/kube';
import type { Condition, KubeObject } from '@flux19/objects';
import { type Handler, systemClock } from '@flux19/ports';
import { createLogger, createMetrics, Manager, type Metrics } from '@flux19/runtime';
import { createNotificationController, type NotificationController } from '../notification-controller.ts';
import { defaultNotificationSettings, type NotificationSettings } from '../settings/notification-settings.ts';
import { senderOver } from './sender-over.ts';

/** A cluster with the notification-controller, whose requests reach a server in this process. */
export interface Scene {
  readonly client: KubeClient;
  readonly controller: NotificationController;
  readonly metrics: Metrics;
  /** Lines of the log. */
  readonly lines: readonly string[];
  create(...objects: readonly KubeObject[]): Promise<void>;
  secret(name: string, values: Readonly<Record<string, string>>): Promise<void>;
  receiver(name: string): Promise<Receiver>;
  /** Events about an object: `type reason: message`. */
  eventsOf(name: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export const namespace = 'apps';

export async function startScene(sink: Handler, settings: Partial<NotificationSettings> = {}): Promise<Scene> {
  const lines: string[] = [];
  const log = createLogger({ level: 'debug', write: (line) => lines.push(line) });
  const cluster: Cluster = await startCluster({ log: createLogger({ level: 'error', write: () => undefined }) });
  const { client } = cluster;
  const stop = new AbortController();
  const { signal } = stop;
  await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, {}, signal);
  for (const definition of fluxCustomResourceDefinitions()) await client.create(definition, {}, signal);
  client.forgetResources();
  const caches = new SharedCaches({ client, signal });
  const metrics = createMetrics();
  const controller = await createNotificationController(
    {
      client,
      caches,
      log,
      metrics,
      clock: systemClock,
      instance: 'test',
      settings: { ...defaultNotificationSettings, ...settings },
      sender: senderOver(sink),
    },
    signal,
  );
  const manager = new Manager({ client, caches, log, metrics, gracefulShutdownMs: 1_000 });
  for (const definition of controller.definitions) manager.add(definition);
  const running = manager.run(signal);
  return {
    client,
    controller,
    metrics,
    lines,
    async create(...objects) {
      for (const object of objects) await client.create(object, {}, signal);
    },
    async secret(name, values) {
      const data = Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
      );
      await client.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, data }, {}, signal);
    },
    receiver: async (name) =>
      (await client.get(
        { apiVersion: `${groups.notification}/v1`, kind: 'Receiver', namespace, name },
        signal,
      )) as Receiver,
    async eventsOf(name) {
      await controller.flush(signal);
      const { items } = await client.list({ apiVersion: 'v1', kind: 'Event' }, { namespace }, signal);
      return items
        .filter((event) => (event['involvedObject'] as { name?: string }).name === name)
        .map((event) => `${event['type']} ${event['reason']}: ${event['message']}`);
    },
    async close() {
      stop.abort(new Error('the test is over'));
      await running;
      await cluster.close();
    },
  };
}

export function alert(name: string, spec: Partial<Alert['spec']> = {}): KubeObject {
  const defaults = { providerRef: { name: 'chat' }, eventSources: [{ kind: 'Kustomization', name: '*' }] };
  return {
    apiVersion: `${groups.notification}/v1beta3`,
    kind: 'Alert',
    metadata: { name, namespace },
    spec: { ...defaults, ...spec },
  };
}

export function provider(name: string, spec: Readonly<Record<string, unknown>>): KubeObject {
  return { apiVersion: `${groups.notification}/v1beta3`, kind: 'Provider', metadata: { name, namespace }, spec };
}

export function receiver(name: string, spec: Readonly<Record<string, unknown>>): KubeObject {
  const defaults = { secretRef: { name: 'token' }, resources: [{ kind: 'GitRepository', name: 'repo' }] };
  return {
    apiVersion: `${groups.notification}/v1`,
    kind: 'Receiver',
    metadata: { name, namespace },
    spec: { ...defaults, ...spec },
  };
}

export function gitRepository(name: string, labels: Readonly<Record<string, string>> = {}): KubeObject {
  return {
    apiVersion: `${groups.source}/v1`,
    kind: 'GitRepository',
    metadata: { name, namespace, labels: { ...labels } },
    spec: { interval: '1m', url: 'https://git.example/repo' },
  };
}

/** Status, reason and message of a condition in one line; empty when there is none. */
export function conditionText({ status }: Receiver, type = 'Ready'): string {
  const found: Condition | undefined = status?.conditions?.find((condition) => condition.type === type);
  return found === undefined ? '' : `${found.status} ${found.reason}: ${found.message}`;
}
