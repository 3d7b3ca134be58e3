// https://kubernetes.io/docs/tasks/configure-pod-container/assign-pod-level-resources/
import { compareQuantities, type JsonObject, type Quantity } from '@flux19/objects';
import { type Amounts, printAmounts, readAmounts } from '../../admission/pods/amounts.ts';
import { containerResources, isPodLevelResource, podResources } from '../../admission/pods/pod-resources.ts';
import { objectField, objectsField } from '../../json/fields.ts';
import { isHugePages } from '../validation/resource-names.ts';

/**
 * Completes, in a new object, what is said for a pod as a whole by what its containers need: pages first, then requests, then limits,
 * each by the ones before. Undefined where nothing is said.
 */
export function completePodResources(spec: JsonObject): JsonObject | undefined {
  const said = objectField(spec, 'resources');
  const requests = new Map(readAmounts(objectField(said, 'requests')));
  const limits = new Map(readAmounts(objectField(said, 'limits')));
  if (said === undefined || requests.size + limits.size === 0) return said;
  const containers: JsonObject = { containers: spec['containers'] ?? [], initContainers: spec['initContainers'] ?? [] };
  const neededLimits = podResources(containers, 'limits');
  addMissing(limits, neededLimits, (name) => isHugePages(name) && !requests.has(name));
  addMissing(requests, podResources(containers, 'requests'), (name) => isPodLevelResource(name) && !isHugePages(name));
  addMissing(requests, limits, isPodLevelResource);
  addMissing(limits, neededLimits, (name) => requests.has(name) && isPodLevelResource(name) && isLimitedIn(spec, name));
  for (const [name, limit] of limits) {
    const request = requests.get(name);
    // What containers may use together never falls short of what the pod asks for.
    const isOwn = objectField(said, 'limits')?.[name] !== undefined;
    if (!isOwn && request !== undefined && compareQuantities(request, limit) > 0) limits.set(name, request);
  }
  return { ...said, ...shown('limits', limits), ...shown('requests', requests) };
}

function addMissing(amounts: Map<string, Quantity>, others: Amounts, isMeant: (name: string) => boolean): void {
  for (const [name, amount] of others) if (!amounts.has(name) && isMeant(name)) amounts.set(name, amount);
}

/** Whether every container has a limit of the resource. */
function isLimitedIn(spec: JsonObject, name: string): boolean {
  const all = [...objectsField(spec, 'containers'), ...objectsField(spec, 'initContainers')];
  return all.every((container) => containerResources(container, 'limits').has(name));
}

function shown(name: string, amounts: Amounts): JsonObject {
  return amounts.size === 0 ? {} : { [name]: printAmounts(amounts) };
}
