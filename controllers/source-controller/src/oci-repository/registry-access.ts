import type { CredentialSource, OciClient, RegistryConnectionOptions } from '@flux19/oci';

/** How the registry of one object is reached. */
export interface RegistryAccess {
  readonly connection: RegistryConnectionOptions;
  readonly credentials: CredentialSource | undefined;
  /** Plain http is allowed. */
  readonly insecure: boolean;
}

/** A client for one pass. */
export interface OpenRegistry {
  readonly client: OciClient;
  close(): Promise<void>;
}

/** Opens a registry. */
export type RegistryOpener = (access: RegistryAccess) => OpenRegistry;
