import type { AccessToken } from '../access-token.ts';
import { askForToken } from '../service/ask-for-token.ts';
import { type CloudEnvironment, endpointOf } from '../service/cloud-environment.ts';
import { applicationToken } from './application-token.ts';

/** The token of this machine: by a secret in the environment, by the token of the Pod, or by the machine itself. */
export async function findMachineToken(
  environment: CloudEnvironment,
  scope: string,
  signal: AbortSignal,
): Promise<AccessToken> {
  const { variables, readFile } = environment;
  const { AZURE_TENANT_ID: tenantId = '', AZURE_CLIENT_ID: clientId = '' } = variables;
  const { AZURE_CLIENT_SECRET: secret = '', AZURE_FEDERATED_TOKEN_FILE: file = '' } = variables;
  if (tenantId !== '' && clientId !== '' && secret !== '') {
    return applicationToken(environment, { tenantId, clientId, proof: { kind: 'secret', secret } }, scope, signal);
  }
  if (file !== '') {
    const jwt = (await readFile(file)).trim();
    return applicationToken(environment, { tenantId, clientId, proof: { kind: 'assertion', jwt } }, scope, signal);
  }
  return managedIdentityToken(environment, clientId, scope, signal);
}

/** A token of an identity that the cloud gave this machine; of its only one when no client is named. */
export function managedIdentityToken(
  environment: CloudEnvironment,
  clientId: string,
  scope: string,
  signal: AbortSignal,
): Promise<AccessToken> {
  const resource = scope.replace(/\/\.default$/, '');
  const query = new URLSearchParams({ 'api-version': '2018-02-01', resource });
  if (clientId !== '') query.set('client_id', clientId);
  const url = `${endpointOf(environment, 'azureMetadata')}/metadata/identity/oauth2/token?${query}`;
  return askForToken(environment, { method: 'GET', url, headers: { metadata: 'true' } }, signal);
}
