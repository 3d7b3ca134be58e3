import { ApiError, addressOf, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { clusterObjects, onlyNode } from './system-objects.ts';

/** Creates what a cluster holds from the start and what is not there yet; a cluster with a past keeps its own. */
export async function createSystemObjects(client: KubeClient, clock: Clock, signal: AbortSignal): Promise<void> {
  const version = await client.request('/version', {}, signal);
  const { gitVersion } = (await version.json()) as { gitVersion: string };
  const { object: node, status } = onlyNode(gitVersion, clock.now());
  const live = (await createOnce(client, node, signal)) ?? (await client.get(addressOf(node), signal));
  const ready = await client.update({ ...live, status }, { subresource: 'status' }, signal);
  // What is taken off a node that is ready, in Kubernetes by a controller.
  const { taints: _, ...spec } = ready['spec'] as { readonly taints?: unknown };
  await client.update({ ...ready, spec }, {}, signal);
  for (const object of clusterObjects()) await createOnce(client, object, signal);
}

async function createOnce(
  client: KubeClient,
  object: KubeObject,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    await client.get(addressOf(object), signal);
    return undefined;
  } catch (thrown) {
    // Asked first: a Service whose address is taken is refused before anybody sees that it is the Service itself that has it.
    if (thrown instanceof ApiError && thrown.code === 404) return await client.create(object, {}, signal);
    throw thrown;
  }
}
