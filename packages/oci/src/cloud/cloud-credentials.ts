import type { CredentialSource } from '../auth/credentials.ts';
import type { RegistryConnectionOptions } from '../connection/registry-connection.ts';
import { OciError } from '../oci-error.ts';
import { awsRegistry } from './aws-registry.ts';
import { azureRegistry } from './azure-registry.ts';
import type { CloudEnvironment } from './cloud-environment.ts';
import type { CloudRegistry, LeasedCredentials } from './cloud-provider.ts';
import { gcpRegistry } from './gcp-registry.ts';

/** The clouds whose registries take the identity of the machine. */
export type CloudProvider = 'aws' | 'azure' | 'gcp';

/** Finds the credentials of a cloud; the connection says how the cloud is reached. */
export type CloudCredentials = (provider: CloudProvider, connection: RegistryConnectionOptions) => CredentialSource;

const registries: Readonly<Record<CloudProvider, CloudRegistry>> = {
  aws: awsRegistry,
  azure: azureRegistry,
  gcp: gcpRegistry,
};

/** Credentials are asked for anew this long before they end. */
const slackMs = 60_000;

/**
 * Credentials for a cloud's registries, had for the identity of this machine or Pod and kept while they hold. Throws `OciError`
 * `AuthenticationFailed` for registries that are not the cloud's.
 */
export function cloudCredentials(provider: CloudProvider, environment: CloudEnvironment): CredentialSource {
  const cloud = registries[provider];
  const leases = new Map<string, LeasedCredentials>();
  return async ({ registry }, signal) => {
    const lease = leases.get(registry);
    if (lease !== undefined && lease.expiresAt - slackMs > environment.clock.now()) return lease.credentials;
    if (!cloud.isOwn(registry)) {
      throw new OciError('AuthenticationFailed', `the registry ${registry} is not one of the provider '${provider}'`);
    }
    const fresh = await cloud.login(registry, environment, signal);
    leases.set(registry, fresh);
    return fresh.credentials;
  };
}
