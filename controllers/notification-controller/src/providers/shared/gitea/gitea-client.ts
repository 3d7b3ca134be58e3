import { DeliveryError } from '../../delivery-error.ts';
import type { ProviderSettings } from '../../provider-type.ts';
import { parseGitAddress, parseOwnerAndName } from '../git-address.ts';
import type { RestClient } from '../rest.ts';

/** A repository of Gitea or Forgejo. */
export interface GiteaRepository {
  readonly client: RestClient;
  /** `/repos/<owner>/<name>`. */
  readonly path: string;
}

/** Checks the settings that all Gitea types share. The password stands in for a missing token. */
export function openGitea({ address, token, password }: ProviderSettings): GiteaRepository {
  const secret = token === '' ? password : token;
  if (secret === '') throw new DeliveryError('gitea token cannot be empty');
  const { host, id } = parseGitAddress(address);
  const [owner, name] = parseOwnerAndName(id);
  const client: RestClient = {
    base: `${host}/api/v1`,
    headers: { authorization: `token ${secret}` },
    attempts: 'once',
  };
  return { client, path: `/repos/${owner}/${name}` };
}
