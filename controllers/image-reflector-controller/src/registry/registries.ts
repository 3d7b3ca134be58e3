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
  readonly #connect: (options: RegistryConnectionOptions) => RegistryConnection;
  readonly #shared: RegistryConnection;

  constructor(options: RegistriesOptions) {
    this.#options = options;
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

  /** Credentials of a cloud for the identity of this machine. Throws when nobody gave a way to have them. */
  cloudCredentials(provider: CloudProvider, connection: RegistryConnectionOptions): CredentialSource {
    const find = this.#options.cloudCredentials;
    if (find === undefined)
      throw new Error(`provider '${provider}' needs the identity of a cloud, which is not set up`);
    return find(provider, connection);
  }

  close(): Promise<void> {
    return this.#shared.close();
  }
}
