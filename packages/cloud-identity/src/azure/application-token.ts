import type { AccessToken } from '../access-token.ts';
import { askForToken } from '../service/ask-for-token.ts';
import { formRequest } from '../service/ask-service.ts';
import { type CloudEnvironment, endpointOf } from '../service/cloud-environment.ts';

/** An application of Microsoft Entra ID, and how it proves that it is the one. */
export interface AzureApplication {
  readonly tenantId: string;
  readonly clientId: string;
  readonly proof:
    | { readonly kind: 'assertion'; readonly jwt: string }
    | { readonly kind: 'secret'; readonly secret: string };
  /** Where tokens are had; the public cloud's login when absent. */
  readonly authority?: string | undefined;
}

/** A token of an application for a scope such as `https://vault.azure.net/.default`. Throws `CloudError`. */
export async function applicationToken(
  environment: CloudEnvironment,
  { tenantId, clientId, proof, authority }: AzureApplication,
  scope: string,
  signal: AbortSignal,
): Promise<AccessToken> {
  const request = formRequest(tokenUrl(environment, tenantId, authority), {
    grant_type: 'client_credentials',
    client_id: clientId,
    scope,
    ...(proof.kind === 'secret'
      ? { client_secret: proof.secret }
      : {
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: proof.jwt,
        }),
  });
  return askForToken(environment, request, signal);
}

/** Where the tokens of a tenant are had. */
export function tokenUrl(environment: CloudEnvironment, tenantId: string, authority?: string): string {
  const configured = authority ?? environment.variables['AZURE_AUTHORITY_HOST'];
  const base = (configured ?? endpointOf(environment, 'azureLogin')).replace(/\/$/, '');
  return `${base}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
}
