import { CloudError } from '../cloud-error.ts';
import type { WorkloadAccount } from '../workload-account.ts';

/** The application that a ServiceAccount is federated with. Throws {@link CloudError} with Flux's messages. */
export function applicationOf(account: WorkloadAccount): { readonly tenantId: string; readonly clientId: string } {
  const tenantId = read(account, 'tenant', 'azure.workload.identity/tenant-id');
  return { tenantId, clientId: read(account, 'client', 'azure.workload.identity/client-id') };
}

function read({ annotations }: WorkloadAccount, what: string, key: string): string {
  const value = annotations[key];
  if (value !== undefined) return value;
  throw new CloudError('Misconfigured', `azure ${what} ID is not set in the service account annotation ${key}`);
}
