import { DeliveryError } from '../../delivery-error.ts';
import type { ProviderSettings } from '../../provider-type.ts';
import { parseGitAddress } from '../git-address.ts';
import type { RestClient } from '../rest.ts';

/** A project of GitLab. */
export interface GitLabProject {
  readonly client: RestClient;
  /** `/projects/<group%2Fproject>`. */
  readonly path: string;
}

/** Checks the settings that all GitLab types share. The password stands in for a missing token. */
export function openGitLab({ address, token, password }: ProviderSettings): GitLabProject {
  const secret = token === '' ? password : token;
  if (secret === '') throw new DeliveryError('gitlab token cannot be empty');
  const { host, id } = parseGitAddress(address);
  const client: RestClient = { base: `${host}/api/v4`, headers: { 'private-token': secret }, attempts: 'retried' };
  return { client, path: `/projects/${encodeURIComponent(id)}` };
}
