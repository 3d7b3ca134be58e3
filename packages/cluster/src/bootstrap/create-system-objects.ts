import { ApiError, addressOf, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { renewNodeLease } from './node-lease.ts';
import { clusterObjects, onlyNode } from './system-objects.ts';

/** Creates what a cluster holds from the start and what is not there yet; a cluster with a past keeps its own. */
export async function createSystemObjects(client: KubeClient, clock: Clock, signal: AbortSignal): Promise<void> {
  const version = await client.request('/version', {}, signal);
  const { gitVersion } = (await version.json()) as { gitVersion: string };
  const { object: node, status } = onlyNode(gitVersion, clock.now());
  const live = (await createOnce(client, node, signal)) ?? (await client.get(addressOf(node), signal));
  const ready = await client.update({ ...live, status }, { subresource: 'status' }, signal);
  const known = await client.update(withoutNotReady(ready), {}, signal);
  await renewNodeLease(client, known, clock.now(), signal);
  for (const object of clusterObjects()) await createOnce(client, object, signal);
}

/** Without the taint that is taken off a node that is ready, in Kubernetes by a controller. What somebody else put on it stays. */
function withoutNotReady(node: KubeObject): KubeObject {
  const { taints = [], ...spec } = node['spec'] as { readonly taints?: readonly { readonly key: string }[] };
  const left = taints.filter(({ key }) => key !== 'node.kubernetes.io/not-ready');
  return { ...node, spec: { ...spec, ...(left.length === 0 ? {} : { taints: left }) } };
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
