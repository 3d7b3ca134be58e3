import { CloudError } from '@flux19/cloud-identity';
import type { KubeClient } from '../client/kube-client.ts';
import type { CloudLogins } from '../workload/cloud-logins.ts';
import { ownAccount } from '../workload/own-account.ts';
import { findWorkloadAccount } from '../workload/workload-identity.ts';
import { findAksCluster } from './aks-cluster.ts';
import { type ClusterAccess, type FindCluster, forCluster } from './cluster-access.ts';
import type { ClusterReference } from './cluster-reference.ts';
import { findEksCluster } from './eks-cluster.ts';
import { findGenericCluster } from './generic-cluster.ts';
import { findGkeCluster } from './gke-cluster.ts';

const providers: Readonly<Record<string, FindCluster>> = {
  generic: findGenericCluster,
  aws: findEksCluster,
  azure: findAksCluster,
  gcp: findGkeCluster,
};

/** A way to a cluster, and who goes it. */
export interface FoundCluster extends ClusterAccess {
  /** Changes when another identity would be shown. */
  readonly identity: string;
}

/** Finds the way to a cluster that a ConfigMap refers to. Throws `CloudError` with Flux's messages. */
export async function findCluster(
  client: Pick<KubeClient, 'get' | 'request'>,
  logins: CloudLogins,
  reference: ClusterReference,
  namespace: string,
  signal: AbortSignal,
): Promise<FoundCluster> {
  const { provider, serviceAccountName: name } = reference;
  const find = Object.hasOwn(providers, provider) ? providers[provider] : undefined;
  if (find === undefined) throw new CloudError('Misconfigured', `provider '${provider}' not implemented`);
  if (logins.tokens === undefined) throw new CloudError('Misconfigured', 'this process has no identity in a cloud');
  const tokens = logins.tokens();
  const named = await forCluster(signal, () => findWorkloadAccount(client, logins.rules, { namespace, name }, signal));
  const isOwn = named === undefined && provider === 'generic' && reference.address !== '';
  const account = isOwn ? await forCluster(signal, () => ownAccount(client, tokens.environment.readFile)) : named;
  const access = await find(reference, { tokens, account }, signal);
  // The first token, so that who is not let in learns it here.
  await forCluster(signal, () => access.token(signal));
  return {
    ...access,
    identity: account === undefined ? '' : JSON.stringify([account.namespace, account.name, account.annotations]),
  };
}
