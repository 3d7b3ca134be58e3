import { type CloudTokens, type ClusterDescription, failedAt, type WorkloadAccount } from '@flux19/cloud-identity';
import type { ClusterReference } from './cluster-reference.ts';

/** A way to a cluster by an identity. */
export interface ClusterAccess {
  /** Base URL. */
  readonly server: string;
  /** PEM; the system's authorities when absent. */
  readonly certificateAuthority: string | undefined;
  /** What a request shows. To be asked for each of them: it is kept while it holds. */
  token(signal: AbortSignal): Promise<string>;
}

/** Who asks for a way to a cluster. */
export interface ClusterCaller {
  readonly tokens: CloudTokens;
  /** This process when absent. */
  readonly account: WorkloadAccount | undefined;
}

/** How one provider's clusters are reached. */
export type FindCluster = (
  reference: ClusterReference,
  caller: ClusterCaller,
  signal: AbortSignal,
) => Promise<ClusterAccess>;

/** A way to a cluster by what its reference says, and what the cloud says where that is not enough. */
export async function describedAccess(
  { provider, cluster, address, certificateAuthority }: ClusterReference,
  { tokens, account }: ClusterCaller,
  describe: () => Promise<ClusterDescription>,
  token: ClusterAccess['token'],
): Promise<ClusterAccess> {
  const isKnown = address !== '' && certificateAuthority !== '';
  const who = account === undefined ? '' : JSON.stringify([account.namespace, account.name, account.annotations]);
  const known = isKnown ? undefined : await tokens.clusters.get([provider, cluster, address, who], describe);
  const host = address || (known?.address ?? '');
  return {
    server: (host.startsWith('http') ? host : `https://${host}`).replace(/\/+$/, ''),
    certificateAuthority: certificateAuthority || (known?.certificateAuthority ?? ''),
    token,
  };
}

/** Runs what gets a token for a cluster, with Flux's words before the failure. */
export async function forCluster<Found>(signal: AbortSignal, act: () => Promise<Found>): Promise<Found> {
  try {
    return await act();
  } catch (thrown) {
    signal.throwIfAborted();
    throw failedAt('failed to get access token for cluster', thrown);
  }
}
