import { CloudError, type CloudTokens, Leases, type WorkloadAccount } from '@flux19/cloud-identity';
import type { CredentialSource } from '../auth/credentials.ts';
import type { RegistryConnectionOptions } from '../connection/registry-connection.ts';
import { causedFailure, OciError } from '../oci-error.ts';
import { awsRegistry } from './aws-registry.ts';
import { azureRegistry } from './azure-registry.ts';
import type { CloudRegistry, LeasedCredentials } from './cloud-provider.ts';
import { gcpRegistry } from './gcp-registry.ts';

/** The clouds whose registries take the identity of the machine. */
export type CloudProvider = 'aws' | 'azure' | 'gcp';

/** Finds the credentials of a cloud; the connection says how the cloud is reached. They are those of the account when there is one. */
export type CloudCredentials = (
  provider: CloudProvider,
  connection: RegistryConnectionOptions,
  account?: WorkloadAccount,
) => CredentialSource;

const registries: Readonly<Record<CloudProvider, CloudRegistry>> = {
  aws: awsRegistry,
  azure: azureRegistry,
  gcp: gcpRegistry,
};

/** Signs in to the registries of clouds, and keeps the credentials while they hold. */
export class CloudRegistries {
  readonly #tokens: CloudTokens;
  readonly #leases: Leases<LeasedCredentials>;

  constructor(tokens: CloudTokens) {
    this.#tokens = tokens;
    this.#leases = new Leases(tokens.environment.clock);
  }

  /**
   * Credentials for a cloud's registries, had for the identity of this machine or Pod, or of an account. Throws `OciError`
   * `AuthenticationFailed` for registries that are not the cloud's.
   */
  credentials(provider: CloudProvider, account?: WorkloadAccount): CredentialSource {
    const cloud = registries[provider];
    const who = account === undefined ? [] : [account.namespace, account.name, JSON.stringify(account.annotations)];
    return async ({ registry }, signal) => {
      if (!cloud.isOwn(registry)) {
        throw new OciError('AuthenticationFailed', `the registry ${registry} is not one of the provider '${provider}'`);
      }
      try {
        const caller = { tokens: this.#tokens, account };
        const lease = await this.#leases.get([provider, registry, ...who], () => cloud.login(registry, caller, signal));
        return lease.credentials;
      } catch (thrown) {
        throw refused(thrown);
      }
    };
  }
}

function refused(thrown: unknown): unknown {
  if (!(thrown instanceof CloudError)) return thrown;
  return causedFailure(thrown.reason === 'Network' ? 'Network' : 'AuthenticationFailed', thrown.message, thrown);
}
