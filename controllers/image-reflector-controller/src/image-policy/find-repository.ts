import { type AccessFrom, type ImagePolicy, type ImageRepository, reasons } from '@flux19/api';
import { hasReason, type KubeClient, type ObjectCache } from '@flux19/kube';
import { labelSelectorFromObject, matchesLabels } from '@flux19/objects';
import { ReconcileError } from '@flux19/runtime';

/** Where a policy's repository is looked for. */
export interface RepositoryFinder {
  readonly client: Pick<KubeClient, 'get'>;
  readonly repositories: Pick<ObjectCache, 'get'>;
  readonly noCrossNamespaceRefs: boolean;
}

const prefix = 'failed to get the referred ImageRepository: ';

/** The namespace and name that a policy refers to. */
export function repositoryKey({ spec, metadata }: ImagePolicy): { readonly namespace: string; readonly name: string } {
  const { name, namespace = '' } = spec.imageRepositoryRef;
  return { namespace: namespace === '' ? (metadata.namespace ?? '') : namespace, name };
}

/** The repository of a policy, if the policy may use it. Throws `ReconcileError` with Flux's reasons and messages. */
export async function findRepository(
  policy: ImagePolicy,
  { client, repositories, noCrossNamespaceRefs }: RepositoryFinder,
  signal: AbortSignal,
): Promise<ImageRepository> {
  const { namespace, name } = repositoryKey(policy);
  const isForeign = namespace !== policy.metadata.namespace;
  if (noCrossNamespaceRefs && isForeign) {
    const what = `'ImageRepository/${namespace}/${name}'`;
    throw denied(`cannot access ${what}, cross-namespace references have been blocked`);
  }
  const repository = repositories.get(namespace, name) as ImageRepository | undefined;
  if (repository === undefined) {
    const cause = `imagerepositories.image.toolkit.fluxcd.io "${name}" not found`;
    const message = `${prefix}referenced ImageRepository does not exist: ${cause}`;
    throw new ReconcileError(reasons.dependencyNotReady, message);
  }
  if (isForeign) await checkAccess(policy, `'${namespace}/${name}'`, repository.spec.accessFrom, client, signal);
  return repository;
}

async function checkAccess(
  policy: ImagePolicy,
  what: string,
  accessFrom: AccessFrom | undefined,
  client: Pick<KubeClient, 'get'>,
  signal: AbortSignal,
): Promise<void> {
  if (accessFrom === undefined) {
    throw denied(`access denied: ${what} can't be accessed due to missing ACL labels on 'accessFrom'`);
  }
  const { namespace = '' } = policy.metadata;
  const labels = await labelsOf(namespace, client, signal);
  const isLetIn = accessFrom.namespaceSelectors.some(({ matchLabels = {} }) =>
    matchesLabels(labelSelectorFromObject({ matchLabels }), labels),
  );
  if (isLetIn) return;
  throw denied(`access denied: ${what} can't be accessed due to ACL labels mismatch on namespace '${namespace}'`);
}

async function labelsOf(
  name: string,
  client: Pick<KubeClient, 'get'>,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  try {
    const { metadata } = await client.get({ apiVersion: 'v1', kind: 'Namespace', name }, signal);
    return metadata.labels ?? {};
  } catch (thrown) {
    if (hasReason(thrown, 'NotFound')) throw denied(`access denied: namespaces "${name}" not found`);
    throw thrown;
  }
}

function denied(why: string): ReconcileError {
  return new ReconcileError(reasons.accessDenied, prefix + why);
}
