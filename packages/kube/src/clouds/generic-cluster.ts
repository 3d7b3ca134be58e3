import { CloudError, failedAt } from '@flux19/cloud-identity';
import type { FindCluster } from './cluster-access.ts';
import { parseClusterAddress } from './cluster-address.ts';

/** A cluster that trusts the tokens of this one. Flux: its address is the audience when no other is given. */
export const findGenericCluster: FindCluster = async (reference, { tokens, account }, _signal) => {
  const { address, certificateAuthority } = reference;
  if (address === '') throw new CloudError('Misconfigured', 'cluster address is required to create a REST config');
  const server = parsed(address);
  const audiences = reference.audiences.length === 0 ? [address] : reference.audiences;
  if (account === undefined) throw new CloudError('Misconfigured', 'no service account is known whose token to show');
  return {
    server,
    certificateAuthority: certificateAuthority === '' ? undefined : certificateAuthority,
    token: async (signal) => (await tokens.kubernetes(account, audiences, signal)).token,
  };
};

function parsed(address: string): string {
  try {
    return parseClusterAddress(address);
  } catch (thrown) {
    throw failedAt(`failed to parse cluster address ${address}`, thrown);
  }
}
