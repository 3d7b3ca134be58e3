// https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
import type { JsonObject } from '@flux19/objects';
import { objectField, objectsField, textField } from '../../json/fields.ts';
import { type Amounts, addAmounts, largestAmounts, readAmounts } from './amounts.ts';

export type ResourceKind = 'requests' | 'limits';

const podLevel: ReadonlySet<string> = new Set(['cpu', 'memory']);

/** What the containers of a pod need together, or what is said for the pod as a whole. */
export function podResources(spec: JsonObject | undefined, kind: ResourceKind): Amounts {
  const running = objectsField(spec, 'containers').map((container) => containerResources(container, kind));
  let sidecars: Amounts = new Map();
  let starting: Amounts = new Map();
  for (const container of objectsField(spec, 'initContainers')) {
    const own = containerResources(container, kind);
    if (textField(container, 'restartPolicy') === 'Always') {
      running.push(own);
      sidecars = addAmounts(sidecars, own);
      starting = largestAmounts(starting, sidecars);
    } else starting = largestAmounts(starting, addAmounts(own, sidecars));
  }
  const ofContainers = largestAmounts(addAmounts(...running), starting);
  const ofPod = readAmounts(objectField(objectField(spec, 'resources'), kind));
  return new Map([...ofContainers, ...[...ofPod].filter(([name]) => isPodLevelResource(name))]);
}

/** Whether a resource may be given for a pod as a whole. */
export function isPodLevelResource(name: string): boolean {
  return podLevel.has(name) || name.startsWith('hugepages-');
}

export function containerResources(container: JsonObject, kind: ResourceKind): Amounts {
  return readAmounts(objectField(objectField(container, 'resources'), kind));
}

/** Whether resources are given for the pod as a whole. */
export function hasPodResources(spec: JsonObject | undefined): boolean {
  const resources = objectField(spec, 'resources');
  return (['requests', 'limits'] as const).some((kind) =>
    Object.keys(objectField(resources, kind) ?? {}).some(isPodLevelResource),
  );
}
