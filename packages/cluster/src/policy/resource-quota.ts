import { countedResources, quotaStatus } from '@flux19/apiserver';
import { type KubeClient, NoMatchError, type ObjectCache } from '@flux19/kube';
import { deepEqual, type KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { ControllerDefinition, ObjectKey } from '@flux19/runtime';
import { carryOut, updateStatus } from '../control/action.ts';
import type { ClusterView } from '../control/cluster-view.ts';

/** Name of the controller in the manager: what `wake` has to enqueue for. */
export const resourceQuotaName = 'resource-quota';

export interface ResourceQuotaOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  /** Pods, Services and PersistentVolumeClaims, as the control plane sees them. */
  readonly view: ClusterView;
  readonly quotas: ObjectCache;
}

const measuredKinds = {
  '/persistentvolumeclaims': 'PersistentVolumeClaim',
  '/pods': 'Pod',
  '/services': 'Service',
} as const;

/** Keeps the status of quotas: what is used, counted anew whenever something of their namespace changes or goes. */
export function resourceQuotaController({ client, clock, view, quotas }: ResourceQuotaOptions): ControllerDefinition {
  const ofNamespace = ({ object }: { readonly object: KubeObject }): ObjectKey[] =>
    quotaKeys(quotas, object.metadata.namespace ?? '');
  return {
    name: resourceQuotaName,
    resource: { apiVersion: 'v1', kind: 'ResourceQuota' },
    fieldManager: 'kube-controller-manager',
    isTrigger: () => true,
    watches: Object.values(measuredKinds).map((kind) => ({ resource: { apiVersion: 'v1', kind }, keys: ofNamespace })),
    async reconcile(_key, signal, { object: quota }) {
      if (quota.metadata.deletionTimestamp !== undefined) return {};
      const namespace = quota.metadata.namespace ?? '';
      const counts = new Map<string, number>();
      for (const resource of countedResources(quota)) {
        const count = await countObjects(client, namespace, resource, signal);
        if (count !== undefined) counts.set(resource, count);
      }
      // The measured ones come last, without a wait until they are written: nobody who is admitted meanwhile goes uncounted.
      const objects = (resource: keyof typeof measuredKinds) => view.list(measuredKinds[resource], namespace);
      const status = quotaStatus(quota, { objects, counts }, clock.now());
      if (!deepEqual(quota['status'], status)) await carryOut(client, updateStatus(quota, status), signal);
      return {};
    },
  };
}

/** The quotas that what happens in a namespace may concern. */
export function quotaKeys(quotas: ObjectCache, namespace: string): ObjectKey[] {
  return quotas.list(namespace).map(({ metadata }) => ({ namespace, name: metadata.name }));
}

/** How many objects of a resource a namespace holds; undefined when there is no such resource. */
async function countObjects(
  client: KubeClient,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const { group, version, resource } = await client.findResource(name, signal);
    const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    const answer = await client.request(`${root}/namespaces/${namespace}/${resource}?limit=1`, {}, signal);
    if (!answer.ok) return undefined;
    const list = (await answer.json()) as { items: unknown[]; metadata: { remainingItemCount?: number } };
    return list.items.length + (list.metadata.remainingItemCount ?? 0);
  } catch (thrown) {
    if (thrown instanceof NoMatchError) return undefined;
    throw thrown;
  }
}
