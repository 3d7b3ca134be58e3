import { conditionTypes, groups, type ImagePolicy, type ImageRepository } from '@flux19/api';
import type { CacheChange } from '@flux19/kube';
import { deepEqual, type KubeObject } from '@flux19/objects';
import { conditionsOf, isConditionTrue, keyOf, keyText, type WatchDefinition } from '@flux19/runtime';
import { repositoryKey } from './find-repository.ts';

/** Repositories wake the policies that choose among their tags. */
export const repositoryWatch: WatchDefinition = {
  resource: { apiVersion: `${groups.image}/v1`, kind: 'ImageRepository' },
  index: (policy) => [keyText(repositoryKey(policy as ImagePolicy))],
  keys(change, _own, lookup) {
    const policies = lookup(keyText(keyOf(change.object)));
    const isNews = concernsAll(change);
    return policies.filter((policy) => isNews || isWaiting(policy, change)).map(keyOf);
  },
};

/** Other tags, or something else that decides what a policy may choose. */
function concernsAll({ type, object, previous }: CacheChange): boolean {
  if (type === 'DELETED' || previous === undefined) return true;
  const [before, now] = [previous as ImageRepository, object as ImageRepository];
  return (
    before.status?.lastScanResult?.revision !== now.status?.lastScanResult?.revision ||
    before.status?.canonicalImageName !== now.status?.canonicalImageName ||
    !deepEqual(before.spec.accessFrom, now.spec.accessFrom)
  );
}

/** A policy without result gets another chance at each scan, also one that found the same tags in a new database. */
function isWaiting(policy: KubeObject, { object, previous }: CacheChange): boolean {
  if (isConditionTrue(conditionsOf(policy), conditionTypes.ready)) return false;
  const [before, now] = [previous as ImageRepository | undefined, object as ImageRepository];
  return before?.status?.lastScanResult?.scanTime !== now.status?.lastScanResult?.scanTime;
}
