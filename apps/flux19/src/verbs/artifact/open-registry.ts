import { readFile } from 'node:fs/promises';
import { CloudTokens } from '@flux19/cloud-identity';
import {
  CloudRegistries,
  type CredentialSource,
  createOciClient,
  type OciClient,
  openRegistryConnection,
} from '@flux19/oci';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { dockerCredentials } from './docker-credentials.ts';
import type { RegistryFlags } from './registry-flags.ts';

/** Runs something with a client for registries, and closes its sockets. */
export async function withRegistry<Result>(
  context: CliContext,
  flags: RegistryFlags,
  run: (client: OciClient) => Promise<Result>,
): Promise<Result> {
  const insecure = flags.insecureRegistry ?? false;
  const connection = openRegistryConnection({ skipVerification: insecure, variables: context.environment });
  const { clock } = context;
  const credentials = await findCredentials(context, flags, connection.fetch);
  const client = createOciClient({ fetch: connection.fetch, clock, random: Math.random, insecure, credentials });
  try {
    return await run(client);
  } finally {
    await connection.close();
  }
}

async function findCredentials(
  context: CliContext,
  { creds = '', provider }: RegistryFlags,
  fetch: (request: Request) => Promise<Response>,
): Promise<CredentialSource> {
  const { clock, environment, progress } = context;
  if (provider !== 'generic') {
    progress.action('logging in to registry with provider credentials');
    const readText = (path: string): Promise<string> => readFile(path, 'utf8');
    const tokens = new CloudTokens({ fetch, clock, variables: environment, readFile: readText });
    return new CloudRegistries(tokens).credentials(provider);
  }
  if (creds !== '') {
    progress.action('logging in to registry with credentials');
    return ofUser(creds);
  }
  return dockerCredentials(environment);
}

function ofUser(creds: string): CredentialSource {
  const colon = creds.indexOf(':');
  const [username, password] = colon < 0 ? [creds, ''] : [creds.slice(0, colon), creds.slice(colon + 1)];
  if (username === '')
    throw new CliError('could not login with credentials: invalid credentials, expected <username>[:<password>]');
  return async () => ({ kind: 'basic', username, password });
}
