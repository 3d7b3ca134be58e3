import { CloudError, type CloudTokens, type GitLogin, gitLogin } from '@flux19/cloud-identity';
import type { KubeClient } from '../client/kube-client.ts';
import { findWorkloadAccount, type WorkloadIdentityRules } from './workload-identity.ts';

/** How objects sign in to clouds. */
export interface CloudLogins {
  /** What clouds give to this process, through a proxy if one is named; without it objects with a provider fail. */
  readonly tokens: ((proxyUrl?: string) => CloudTokens) | undefined;
  readonly rules: WorkloadIdentityRules;
}

/** A repository at a cloud, and the account in whose name it is read; this machine when the name is empty. */
export interface CloudRepository {
  readonly provider: 'azure' | 'aws';
  readonly url: string;
  readonly proxyUrl: string | undefined;
  readonly namespace: string;
  readonly accountName: string;
}

/** Credentials for a repository at a cloud. Throws {@link CloudError} with Flux's messages. */
export async function findGitLogin(
  client: Pick<KubeClient, 'get' | 'request'>,
  { tokens, rules }: CloudLogins,
  { provider, url, proxyUrl, namespace, accountName: name }: CloudRepository,
  signal: AbortSignal,
): Promise<GitLogin> {
  if (tokens === undefined) throw new CloudError('Misconfigured', 'this process has no identity in a cloud');
  const account = await findWorkloadAccount(client, rules, { namespace, name }, signal);
  return gitLogin(provider, tokens(proxyUrl), account, url, signal);
}
