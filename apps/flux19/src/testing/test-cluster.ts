import { fluxCustomResourceDefinitions } from '@flux19/api';
import { type ApiServer, administrator, createApiServer, type FaultInjector } from '@flux19/apiserver';
import { addressOf, createKubeClient, hasReason, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { type Clock, systemClock } from '@flux19/ports';

/** A cluster in this process, with the kinds of Flux and nothing that reconciles them. */
export interface TestCluster {
  readonly client: KubeClient;
  /** Creates objects with the status that they hold; namespaces that are missing come first. */
  create(objects: readonly KubeObject[]): Promise<void>;
  close(): void;
}

export interface TestClusterOptions {
  readonly clock?: Clock;
  readonly faults?: FaultInjector;
}

const never = new AbortController().signal;

export async function startTestCluster({ clock = systemClock, faults }: TestClusterOptions = {}): Promise<TestCluster> {
  const server: ApiServer = createApiServer({ clock, ...(faults === undefined ? {} : { faults }) });
  const client = createKubeClient({ fetch: server.as(administrator), server: 'http://cluster.test' });
  for (const definition of fluxCustomResourceDefinitions()) await client.create(definition, {}, never);
  client.forgetResources();
  return {
    client,
    create: async (objects) => {
      for (const object of objects) await createWithStatus(client, object);
    },
    close: () => server.close(),
  };
}

async function createWithStatus(client: KubeClient, object: KubeObject): Promise<void> {
  const { namespace } = object.metadata;
  if (namespace !== undefined) await ensureNamespace(client, namespace);
  if (object.kind === 'Namespace') {
    await ensureNamespace(client, object.metadata.name);
    return;
  }
  const created = await client.create(object, {}, never);
  if (object['status'] === undefined) return;
  const { resourceVersion } = created.metadata;
  const next = { ...created, status: object['status'], metadata: { ...created.metadata, resourceVersion } };
  try {
    await client.update(next as KubeObject, { subresource: 'status' }, never);
  } catch (thrown) {
    // Kinds without a status of their own hold it in the object.
    if (!hasReason(thrown, 'NotFound')) throw thrown;
  }
}

async function ensureNamespace(client: KubeClient, name: string): Promise<void> {
  const namespace: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  if ((await client.find(addressOf(namespace), never)) === undefined) await client.create(namespace, {}, never);
}
