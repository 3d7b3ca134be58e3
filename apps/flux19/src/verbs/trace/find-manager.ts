import { ApiError, type KubeClient, NoMatchError } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';

/** The object of Flux that applied another. */
export interface Manager {
  readonly namespace: string;
  readonly name: string;
}

/** Owners of owners of owners … are followed this far. */
const maxDepth = 10;

/** Looks for the labels that the controller of a group leaves, on the object and on its owners; undefined when there are none. */
export async function findManager(
  object: KubeObject,
  client: KubeClient,
  group: string,
  signal: AbortSignal,
  depth = 0,
): Promise<Manager | undefined> {
  const labelled = managerIn(object, group);
  if (labelled !== undefined || depth >= maxDepth) return labelled;
  for (const { apiVersion, kind, name } of object.metadata.ownerReferences ?? []) {
    const owner = await find({ apiVersion, kind, name, namespace: object.metadata.namespace }, client, signal);
    if (owner === undefined) return undefined;
    const manager = await findManager(owner, client, group, signal, depth + 1);
    if (manager !== undefined) return manager;
  }
  return undefined;
}

function managerIn({ metadata: { labels = {} } }: KubeObject, group: string): Manager | undefined {
  const name = labels[`${group}/name`] ?? '';
  return name === '' ? undefined : { name, namespace: labels[`${group}/namespace`] ?? '' };
}

async function find(
  address: Parameters<KubeClient['get']>[0],
  client: KubeClient,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    return await client.get(address, signal);
  } catch (thrown) {
    if (thrown instanceof ApiError || thrown instanceof NoMatchError) return undefined;
    throw thrown;
  }
}
