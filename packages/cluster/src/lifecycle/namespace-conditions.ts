import { type Condition, deepEqual, type KubeObject } from '@flux19/objects';

/** What is left of one resource in a namespace that is being deleted. */
export interface Remainder {
  readonly group: string;
  readonly resource: string;
  readonly objects: readonly KubeObject[];
}

type Finding = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/** Says what a namespace that is being deleted still waits for, in Kubernetes' words. Times are kept where nothing changed. */
export function deletionConditions(
  remainders: readonly Remainder[],
  before: readonly Condition[],
  now: string,
): readonly Condition[] {
  return findings(remainders).map((finding) => {
    const known = before.find(({ type }) => type === finding.type);
    const isSame =
      known !== undefined && deepEqual({ ...known, lastTransitionTime: '' }, { ...finding, lastTransitionTime: '' });
    return isSame ? known : { ...finding, lastTransitionTime: now };
  });
}

function findings(remainders: readonly Remainder[]): readonly Finding[] {
  return [
    holds('NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'),
    holds(
      'NamespaceDeletionGroupVersionParsingFailure',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ),
    holds(
      'NamespaceDeletionContentFailure',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ),
    contentRemaining(remainders),
    finalizersRemaining(remainders),
  ];
}

function holds(type: string, reason: string, message: string): Finding {
  return { type, status: 'False', reason, message };
}

function contentRemaining(remainders: readonly Remainder[]): Finding {
  const type = 'NamespaceContentRemaining';
  if (remainders.length === 0) return holds(type, 'ContentRemoved', 'All content successfully removed');
  const counts = remainders.map(
    ({ group, resource, objects }) => `${resource}.${group} has ${objects.length} resource instances`,
  );
  const message = `Some resources are remaining: ${counts.toSorted().join(', ')}`;
  return { type, status: 'True', reason: 'SomeResourcesRemain', message };
}

function finalizersRemaining(remainders: readonly Remainder[]): Finding {
  const type = 'NamespaceFinalizersRemaining';
  const counts = new Map<string, number>();
  for (const finalizer of remainders.flatMap(({ objects }) => objects).flatMap(finalizersOf)) {
    counts.set(finalizer, (counts.get(finalizer) ?? 0) + 1);
  }
  if (counts.size === 0) return holds(type, 'ContentHasNoFinalizers', 'All content-preserving finalizers finished');
  const texts = [...counts].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`);
  const message = `Some content in the namespace has finalizers remaining: ${texts.toSorted().join(', ')}`;
  return { type, status: 'True', reason: 'SomeFinalizersRemain', message };
}

function finalizersOf({ metadata }: KubeObject): readonly string[] {
  return metadata.finalizers ?? [];
}
