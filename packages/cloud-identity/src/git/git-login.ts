import { codeCommitPassword } from '../aws/sign-request.ts';
import { CloudError, failedAt } from '../cloud-error.ts';
import type { CloudTokens } from '../cloud-tokens.ts';
import type { WorkloadAccount } from '../workload-account.ts';

/** What git shows to the repositories of a cloud: a token, or a name and a password. */
export interface GitLogin {
  readonly bearerToken?: string;
  readonly username?: string;
  readonly password?: string;
}

/** Azure DevOps, whatever the organisation. */
const devOpsScope = '499b84ac-1321-427f-aa17-267ca6975798/.default';
const codeCommitHost = /^git-codecommit(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

/**
 * Credentials for a repository at Azure DevOps or AWS CodeCommit, of an account or of this machine. Throws {@link CloudError} with Flux's
 * messages; other hosts than the cloud's own get nothing of AWS, whose signature is for one address only.
 */
export async function gitLogin(
  provider: 'azure' | 'aws',
  tokens: CloudTokens,
  account: WorkloadAccount | undefined,
  url: string,
  signal: AbortSignal,
): Promise<GitLogin> {
  if (provider === 'azure') {
    const { token } = await access(signal, () => tokens.azure(account, devOpsScope, signal));
    return { bearerToken: token };
  }
  const address = new URL(url);
  const region = codeCommitRegion(address);
  const keys = await access(signal, () => tokens.aws(account, region, signal));
  const { accessKeyId, sessionToken } = keys;
  const username = sessionToken === undefined ? accessKeyId : `${accessKeyId}%${sessionToken}`;
  const nowMs = tokens.environment.clock.now();
  return { username, password: codeCommitPassword(keys, address, { region, nowMs }) };
}

function codeCommitRegion({ protocol, hostname, host }: URL): string {
  if (protocol !== 'https:') {
    throw new CloudError('Misconfigured', 'AWS CodeCommit authentication requires an HTTPS Git URL');
  }
  const region = codeCommitHost.exec(hostname)?.[1];
  if (region === undefined) throw new CloudError('Misconfigured', `invalid AWS CodeCommit Git URL: ${host}`);
  return region;
}

async function access<Found>(signal: AbortSignal, act: () => Promise<Found>): Promise<Found> {
  try {
    return await act();
  } catch (thrown) {
    signal.throwIfAborted();
    throw failedAt('failed to get access token for Git repository', thrown);
  }
}
