import { type GitRepository, reasons } from '@flux19/api';
import { type GitCredentials, type GitProxy, proxyUrl } from '@flux19/git';
import { type CloudLogins, findGitLogin, type KubeClient, workloadIdentityObstacle } from '@flux19/kube';
import { fetchFailure, textOf } from '../source/source-error.ts';

const stage = 'credentials';

/** The credentials that a cloud gives for its repositories, with Flux's messages. Throws `SourceError`. */
export async function cloudGitCredentials(
  client: KubeClient,
  logins: CloudLogins,
  wanted: { readonly object: GitRepository; readonly provider: 'azure' | 'aws'; readonly proxy: GitProxy | undefined },
  signal: AbortSignal,
): Promise<GitCredentials> {
  const { object, provider, proxy } = wanted;
  const { url, serviceAccountName: accountName = '' } = object.spec;
  if (accountName !== '' && !logins.rules.isEnabled) {
    const message = workloadIdentityObstacle('spec.serviceAccountName', 'provider');
    throw fetchFailure(reasons.featureGateDisabled, message, { stage, retry: 'never' });
  }
  try {
    const { namespace = '' } = object.metadata;
    const repository = {
      provider,
      url,
      namespace,
      accountName,
      proxyUrl: proxy === undefined ? undefined : proxyUrl(proxy),
    };
    return await findGitLogin(client, logins, repository, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    const message = `failed to configure authentication options: ${textOf(thrown)}`;
    throw fetchFailure(reasons.authenticationFailed, message, { stage, cause: thrown });
  }
}
