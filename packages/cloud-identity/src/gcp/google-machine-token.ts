import type { AccessToken } from '../access-token.ts';
import { askForToken } from '../service/ask-for-token.ts';
import type { ServiceRequest } from '../service/ask-service.ts';
import { askService } from '../service/ask-service.ts';
import { type CloudEnvironment, endpointOf } from '../service/cloud-environment.ts';
import { credentialsToken, parseGoogleCredentials } from './credentials-token.ts';

const headers = { 'metadata-flavor': 'Google' } as const;

/** The token of this machine: by the file that the environment names, or from the metadata service. */
export async function findGoogleToken(environment: CloudEnvironment, signal: AbortSignal): Promise<AccessToken> {
  const file = environment.variables['GOOGLE_APPLICATION_CREDENTIALS'] ?? '';
  if (file !== '') {
    return credentialsToken(environment, parseGoogleCredentials(await environment.readFile(file)), signal);
  }
  return askForToken(environment, metadata(environment, 'instance/service-accounts/default/token'), signal);
}

/** What a cluster of Google knows of itself. */
export interface GoogleCluster {
  readonly project: string;
  readonly location: string;
  readonly name: string;
}

/** Asks the metadata service in which cluster this is. */
export async function findGoogleCluster(environment: CloudEnvironment, signal: AbortSignal): Promise<GoogleCluster> {
  const read = async (path: string): Promise<string> =>
    (await askService(environment, metadata(environment, path), signal)).trim();
  return {
    project: await read('project/project-id'),
    location: await read('instance/attributes/cluster-location'),
    name: await read('instance/attributes/cluster-name'),
  };
}

function metadata(environment: CloudEnvironment, path: string): ServiceRequest {
  return { method: 'GET', url: `${endpointOf(environment, 'gcpMetadata')}/computeMetadata/v1/${path}`, headers };
}
