// https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/
import { compareQuantities, type JsonObject } from '@flux19/objects';
import { objectsField } from '../../json/fields.ts';
import type { Amounts } from './amounts.ts';
import { containerResources, hasPodResources, podResources } from './pod-resources.ts';

const counted = ['cpu', 'memory'];

/** The class of a pod by its resources. */
export function podQualityOfService(spec: JsonObject | undefined): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const parts = hasPodResources(spec)
    ? [{ requests: podResources(spec, 'requests'), limits: podResources(spec, 'limits') }]
    : [...objectsField(spec, 'containers'), ...objectsField(spec, 'initContainers')].map((container) => ({
        requests: containerResources(container, 'requests'),
        limits: containerResources(container, 'limits'),
      }));
  const isAnySet = parts.some(({ requests, limits }) =>
    counted.some((name) => isSet(requests, name) || isSet(limits, name)),
  );
  if (!isAnySet) return 'BestEffort';
  return parts.every(({ requests, limits }) => counted.every((name) => isFixed(requests, limits, name)))
    ? 'Guaranteed'
    : 'Burstable';
}

function isSet(amounts: Amounts, name: string): boolean {
  return (amounts.get(name)?.unscaled ?? 0n) !== 0n;
}

function isFixed(requests: Amounts, limits: Amounts, name: string): boolean {
  const limit = limits.get(name);
  const request = requests.get(name) ?? limit;
  return limit !== undefined && request !== undefined && isSet(limits, name) && compareQuantities(limit, request) === 0;
}
