import type { OciRepository } from '@flux19/api';
import type { CacheChange, ObjectCache } from '@flux19/kube';
import type { RepositoryName } from '@flux19/oci';
import { keyOf, type ObjectKey } from '@flux19/runtime';
import { repositoryOf } from './repository-of.ts';

/** The repositories that name a Secret which has changed. */
export function secretUsers({ object }: CacheChange, own: ObjectCache): ObjectKey[] {
  const { name, namespace } = object.metadata;
  const isUser = ({ spec }: OciRepository): boolean =>
    [
      spec.secretRef,
      spec.certSecretRef,
      spec.proxySecretRef,
      spec.verify?.secretRef,
      spec.verify?.trustedRootSecretRef,
    ].some((reference) => reference?.name === name);
  return keysWhere(own, namespace, isUser);
}

/** The OCIRepositories of a repository that is meant: for a registry that tells of a push. Suspended ones are passed over. */
export function repositoriesWithImage(cache: ObjectCache, isMeant: (name: RepositoryName) => boolean): ObjectKey[] {
  return keysWhere(cache, undefined, (object) => {
    if (object.spec.suspend === true) return false;
    const name = nameOf(object);
    return name !== undefined && isMeant(name);
  });
}

function nameOf(object: OciRepository): RepositoryName | undefined {
  try {
    return repositoryOf(object);
  } catch {
    return undefined;
  }
}

function keysWhere(
  cache: ObjectCache,
  namespace: string | undefined,
  isWanted: (object: OciRepository) => boolean,
): ObjectKey[] {
  const found = cache.list(namespace) as readonly OciRepository[];
  return found.filter(isWanted).map(keyOf);
}
