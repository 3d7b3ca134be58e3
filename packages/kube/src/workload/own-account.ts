import { failedAt, tokenAccount, type WorkloadAccount } from '@flux19/cloud-identity';
import type { KubeClient } from '../client/kube-client.ts';
import { accountByName } from './workload-identity.ts';

/** Where Kubernetes puts the token of the Pod that this is. */
const tokenFile = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** The account that this process runs as. Throws `CloudError` with Flux's message when it is no Pod. */
export async function ownAccount(
  client: Pick<KubeClient, 'request'>,
  readFile: (path: string) => Promise<string>,
): Promise<WorkloadAccount> {
  try {
    return accountByName(client, tokenAccount((await readFile(tokenFile)).trim()), {});
  } catch (thrown) {
    const what = 'failed to create provider access token for the controller';
    throw failedAt(`${what}: failed to read service account token file ${tokenFile}`, thrown);
  }
}
