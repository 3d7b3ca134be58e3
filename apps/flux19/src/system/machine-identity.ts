import { readFile } from 'node:fs/promises';
import { CloudTokens } from '@flux19/cloud-identity';
import { type CloudCredentials, CloudRegistries, openRegistryConnection } from '@flux19/oci';
import type { Clock } from '@flux19/ports';

const readText = (path: string): Promise<string> => readFile(path, 'utf8');

/** How the controllers of this process sign in to clouds. What clouds give is kept while it holds, for each way to them. */
export interface CloudAccess {
  /** For registries. */
  readonly credentials: CloudCredentials;
  /** For everything else, through a proxy if one is named. */
  tokens(proxyUrl?: string): CloudTokens;
}

/** Who this machine is to the clouds; objects may have the identity of a ServiceAccount instead. */
export function machineIdentity(variables: Readonly<Record<string, string | undefined>>, clock: Clock): CloudAccess {
  const ways = new Map<string, { readonly tokens: CloudTokens; readonly registries: CloudRegistries }>();
  const open = (proxyUrl = '') => {
    const known = ways.get(proxyUrl);
    if (known !== undefined) return known;
    const { fetch } = openRegistryConnection(proxyUrl === '' ? {} : { proxyUrl });
    const tokens = new CloudTokens({ fetch, clock, variables, readFile: readText });
    const way = { tokens, registries: new CloudRegistries(tokens) };
    ways.set(proxyUrl, way);
    return way;
  };
  return {
    credentials: (provider, { proxyUrl }, account) => open(proxyUrl).registries.credentials(provider, account),
    tokens: (proxyUrl) => open(proxyUrl).tokens,
  };
}
