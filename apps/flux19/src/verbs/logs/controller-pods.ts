import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { podTemplate, readControllers } from '../../cluster/installation.ts';

/** A pod whose log is to be read. */
export interface LoggingPod {
  readonly name: string;
  /** Named where there are several. */
  readonly container?: string;
}

/** The container of a controller beside sidecars. */
const controllerContainer = 'manager';

/** For each controller the pod whose log says most: one that runs before one that does not. */
export async function readControllerPods(
  client: KubeClient,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly LoggingPod[]> {
  const deployments = await readControllers(client, namespace, signal);
  const pods = await Promise.all(deployments.map((deployment) => podOf(deployment, client, namespace, signal)));
  return pods.filter((pod) => pod !== undefined);
}

async function podOf(
  deployment: KubeObject,
  client: KubeClient,
  namespace: string,
  signal: AbortSignal,
): Promise<LoggingPod | undefined> {
  const { labels = {} } = podTemplate(deployment).metadata ?? {};
  const labelSelector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const { items } = await client.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace, labelSelector }, signal);
  const pod = items.find((candidate) => phaseOf(candidate) === 'Running') ?? items[0];
  if (pod === undefined) return undefined;
  const { containers = [] } = (pod['spec'] ?? {}) as { readonly containers?: readonly unknown[] };
  return { name: pod.metadata.name, ...(containers.length > 1 ? { container: controllerContainer } : {}) };
}

function phaseOf(pod: KubeObject): string | undefined {
  return (pod['status'] as { readonly phase?: string } | undefined)?.phase;
}
