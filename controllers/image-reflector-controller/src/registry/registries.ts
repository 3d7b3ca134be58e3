import type { ImageRepository } from '@flux19/api';
import {
  findWorkloadAccount,
  type KubeClient,
  noWorkloadIdentity,
  type WorkloadIdentityRules,
  workloadIdentityObstacle,
} from '@flux19/kube';
import {
  type CloudCredentials,
  type CloudProvider,
  type CredentialSource,
  createOciClient,
  type OciClient,
  openRegistryConnection,
  type RegistryConnection,
  type RegistryConnectionOptions,
} from '@flux19/oci';
import type { Clock } from '@flux19/ports';

export interface RegistriesOptions {
  readonly clock: Clock;
  /** 0 <= x < 1. */
  readonly random: () => number;
  /** Credentials for `spec.provider`; without them such objects fail. */
  readonly cloudCredentials?: CloudCredentials | undefined;
  readonly workloadIdentity?: WorkloadIdentityRules | undefined;
  readonly connect?: ((options: RegistryConnectionOptions) => RegistryConnection) | undefined;
}

/** What an object says about its registry. */
export interface RegistryAccess {
  readonly connection: RegistryConnectionOptions;
  readonly credentials: CredentialSource | undefined;
  readonly isInsecure: boolean;
}

/** Opens clients. Objects without certificates and proxy share their sockets. */
export class Registries {
  readonly #options: RegistriesOptions;
  readonly #rules: WorkloadIdentityRules;
  readonly #connect: (options: RegistryConnectionOptions) => RegistryConnection;
  readonly #shared: RegistryConnection;

  constructor(options: RegistriesOptions) {
    this.#options = options;
    this.#rules = options.workloadIdentity ?? noWorkloadIdentity;
    this.#connect = options.connect ?? openRegistryConnection;
    this.#shared = this.#connect({});
  }

  /** Runs something with a client; sockets that only this object may use are closed after it. */
  async use<Result>(access: RegistryAccess, run: (client: OciClient) => Promise<Result>): Promise<Result> {
    const { connection, credentials, isInsecure } = access;
    const isShared = Object.keys(connection).length === 0;
    const opened = isShared ? this.#shared : this.#connect(connection);
    const { clock, random } = this.#options;
    try {
      return await run(
        createOciClient({
          fetch: opened.fetch,
          clock,
          random,
          insecure: isInsecure,
          ...(credentials === undefined ? {} : { credentials }),
        }),
      );
    } finally {
      if (!isShared) await opened.close();
    }
  }

  /** Why an object that wants to be a ServiceAccount of its own at a cloud cannot be served; undefined when it can or does not. */
  accountObstacle({ spec }: ImageRepository, field: string): string | undefined {
    const { provider = 'generic', serviceAccountName = '' } = spec;
    const isWanted = provider !== 'generic' && serviceAccountName !== '';
    return isWanted && !this.#rules.isEnabled ? workloadIdentityObstacle(field, 'provider') : undefined;
  }

  /** Credentials of a cloud for the identity of this machine or of the object's account. Throws when nobody gave a way to have them. */
  async cloudCredentials(
    client: Pick<KubeClient, 'get' | 'request'>,
    { metadata, spec }: ImageRepository,
    provider: CloudProvider,
    connection: RegistryConnectionOptions,
    signal: AbortSignal,
  ): Promise<CredentialSource> {
    const find = this.#options.cloudCredentials;
    if (find === undefined)
      throw new Error(`provider '${provider}' needs the identity of a cloud, which is not set up`);
    const name = { namespace: metadata.namespace ?? '', name: spec.serviceAccountName ?? '' };
    return find(provider, connection, await findWorkloadAccount(client, this.#rules, name, signal));
  }

  close(): Promise<void> {
    return this.#shared.close();
  }
}
