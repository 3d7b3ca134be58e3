import type { GitRepository } from '@flux19/api';
import type { Artifact } from '@flux19/artifacts';
import type { CacheChange, ObjectCache } from '@flux19/kube';
import { keyOf, type ObjectKey } from '@flux19/runtime';
import { haveArtifactsChanged } from './plan.ts';

/** The repositories that include the one whose artifact has changed. */
export function includers({ object, previous }: CacheChange, own: ObjectCache): ObjectKey[] {
  const [before, now] = [artifactsOf(previous as GitRepository | undefined), artifactsOf(object as GitRepository)];
  if (!haveArtifactsChanged(before, now)) return [];
  const { name } = object.metadata;
  const isIncluder = ({ spec }: GitRepository): boolean =>
    spec.include?.some(({ repository }) => repository.name === name) ?? false;
  return keysWhere(own, object.metadata.namespace, isIncluder);
}

/** The repositories that name a Secret which has changed. */
export function secretUsers({ object }: CacheChange, own: ObjectCache): ObjectKey[] {
  const { name, namespace } = object.metadata;
  const isUser = ({ spec }: GitRepository): boolean =>
    [spec.secretRef, spec.proxySecretRef, spec.verify?.secretRef].some((reference) => reference?.name === name);
  return keysWhere(own, namespace, isUser);
}

/** The repositories whose URL is meant: for a git server that tells of a push. Suspended ones are passed over. */
export function repositoriesWithUrl(cache: ObjectCache, isMeant: (url: string) => boolean): ObjectKey[] {
  return keysWhere(cache, undefined, ({ spec }) => spec.suspend !== true && isMeant(spec.url));
}

function artifactsOf(object: GitRepository | undefined): readonly Artifact[] {
  const artifact = object?.status?.artifact;
  return artifact === undefined ? [] : [artifact];
}

function keysWhere(
  cache: ObjectCache,
  namespace: string | undefined,
  isWanted: (object: GitRepository) => boolean,
): ObjectKey[] {
  const found = cache.list(namespace) as readonly GitRepository[];
  return found.filter(isWanted).map(keyOf);
}
