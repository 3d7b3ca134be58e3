import { type KubeClient, ObjectCache } from '@flux19/kube';
import type { Clock } from '@flux19/ports';

/** Makes the client forget which resources there are whenever a CustomResourceDefinition comes, changes or goes. */
export async function followDefinitions(
  client: KubeClient,
  clock: Clock,
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  const resource = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };
  const cache = new ObjectCache({ client, resource, clock, random, isMetadataOnly: true });
  cache.onChange(() => {
    if (cache.isReady) client.forgetResources();
  });
  await cache.run(signal);
}
