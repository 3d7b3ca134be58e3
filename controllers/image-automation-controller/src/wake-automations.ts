import { type GitRepository, groups, type ImagePolicy, type ImageUpdateAutomation } from '@flux19/api';
import type { CacheChange } from '@flux19/kube';
import { deepEqual } from '@flux19/objects';
import { keyOf, keyText, type WatchDefinition } from '@flux19/runtime';

/** A source wakes the automations that change it: at another spec, and at commits of others, in which there may be new setters. */
export const sourceWatch: WatchDefinition = {
  resource: { apiVersion: `${groups.source}/v1`, kind: 'GitRepository' },
  index: (automation) => [sourceKey(automation as ImageUpdateAutomation)],
  keys: (change, _own, lookup) => (hasSourceChanged(change) ? lookup(keyText(keyOf(change.object))).map(keyOf) : []),
};

/** A policy wakes the automations of its namespace: which of them it concerns only the files know. */
export const policyWatch: WatchDefinition = {
  resource: { apiVersion: `${groups.image}/v1`, kind: 'ImagePolicy' },
  keys(change, own) {
    if (!hasImageChanged(change)) return [];
    return own.list(change.object.metadata.namespace).map(keyOf);
  },
};

function sourceKey({ spec, metadata }: ImageUpdateAutomation): string {
  const { name, namespace = '' } = spec.sourceRef;
  return keyText({ namespace: namespace === '' ? (metadata.namespace ?? '') : namespace, name });
}

function hasSourceChanged({ type, object, previous }: CacheChange): boolean {
  if (type === 'DELETED' || previous === undefined) return true;
  const [before, now] = [previous as GitRepository, object as GitRepository];
  return (
    before.metadata.generation !== now.metadata.generation ||
    before.status?.artifact?.revision !== now.status?.artifact?.revision
  );
}

function hasImageChanged({ type, object, previous }: CacheChange): boolean {
  const now = (object as ImagePolicy).status?.latestRef;
  if (type === 'DELETED') return now !== undefined;
  const before = (previous as ImagePolicy | undefined)?.status?.latestRef;
  const isMoved = !deepEqual(previous?.metadata.labels ?? {}, object.metadata.labels ?? {});
  return now !== undefined && (isMoved || !deepEqual(before, now));
}
