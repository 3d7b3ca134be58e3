import { readFile } from 'node:fs/promises';
import { type CloudCredentials, cloudCredentials, openRegistryConnection } from '@flux19/oci';
import type { Clock } from '@flux19/ports';

const readText = (path: string): Promise<string> => readFile(path, 'utf8');

/** Who this machine is to the clouds whose registries it reads: credentials are kept while they hold, for each cloud and each way to it. */
export function machineIdentity(
  variables: Readonly<Record<string, string | undefined>>,
  clock: Clock,
): CloudCredentials {
  const sources = new Map<string, ReturnType<CloudCredentials>>();
  return (provider, { proxyUrl }) => {
    const key = JSON.stringify([provider, proxyUrl]);
    const known = sources.get(key);
    if (known !== undefined) return known;
    const { fetch } = openRegistryConnection(proxyUrl === undefined ? {} : { proxyUrl });
    const source = cloudCredentials(provider, { fetch, clock, variables, readFile: readText });
    sources.set(key, source);
    return source;
  };
}
