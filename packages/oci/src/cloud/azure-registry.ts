import { askForObject, type ServiceRequest, textIn } from './ask-service.ts';
import { type CloudEnvironment, endpointOf } from './cloud-environment.ts';
import type { CloudRegistry } from './cloud-provider.ts';

const hostPattern = /^[a-z0-9-]+(?:\.[a-z0-9-]+)?\.azurecr\.(?:io|cn|us)$/;
/** The name that goes with a refresh token of a registry. */
const username = '00000000-0000-0000-0000-000000000000';
/** Refresh tokens of registries hold for three hours. */
const lifetimeMs = 3 * 60 * 60_000;
const form = { 'content-type': 'application/x-www-form-urlencoded' } as const;

/** Microsoft's registries: the access token of the machine is exchanged at the registry for one of its own. */
export const azureRegistry: CloudRegistry = {
  isOwn: (registry) => hostPattern.test(registry),
  async login(registry, environment, signal) {
    const accessToken = await findAccessToken(environment, resourceOf(registry), signal);
    const request: ServiceRequest = {
      method: 'POST',
      url: `https://${registry}/oauth2/exchange`,
      headers: form,
      body: new URLSearchParams({
        grant_type: 'access_token',
        service: registry,
        access_token: accessToken,
      }).toString(),
    };
    const answer = await askForObject(environment, request, signal);
    const password = textIn(answer, 'refresh_token', request);
    return { credentials: { kind: 'basic', username, password }, expiresAt: environment.clock.now() + lifetimeMs };
  },
};

/** What the access token is for: the management of the cloud that the registry is in. */
function resourceOf(registry: string): string {
  if (registry.endsWith('.cn')) return 'https://management.chinacloudapi.cn/';
  return registry.endsWith('.us') ? 'https://management.usgovcloudapi.net/' : 'https://management.azure.com/';
}

/** From the token of the Pod where there is one, else from the machine. */
async function findAccessToken(environment: CloudEnvironment, resource: string, signal: AbortSignal): Promise<string> {
  const { variables, readFile } = environment;
  const file = variables['AZURE_FEDERATED_TOKEN_FILE'] ?? '';
  const request =
    file === '' ? machineRequest(environment, resource) : podRequest(environment, resource, await readFile(file));
  return textIn(await askForObject(environment, request, signal), 'access_token', request);
}

function podRequest(environment: CloudEnvironment, resource: string, token: string): ServiceRequest {
  const { variables } = environment;
  const authority = (variables['AZURE_AUTHORITY_HOST'] ?? endpointOf(environment, 'azureLogin')).replace(/\/$/, '');
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: variables['AZURE_CLIENT_ID'] ?? '',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: token.trim(),
    scope: `${resource}.default`,
  });
  const tenant = encodeURIComponent(variables['AZURE_TENANT_ID'] ?? '');
  return { method: 'POST', url: `${authority}/${tenant}/oauth2/v2.0/token`, headers: form, body: body.toString() };
}

function machineRequest(environment: CloudEnvironment, resource: string): ServiceRequest {
  const clientId = environment.variables['AZURE_CLIENT_ID'] ?? '';
  const query = new URLSearchParams({ 'api-version': '2018-02-01', resource });
  if (clientId !== '') query.set('client_id', clientId);
  const url = `${endpointOf(environment, 'azureMetadata')}/metadata/identity/oauth2/token?${query}`;
  return { method: 'GET', url, headers: { metadata: 'true' } };
}
