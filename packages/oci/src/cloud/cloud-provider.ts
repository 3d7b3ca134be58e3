import type { RegistryCredentials } from '../auth/credentials.ts';
import type { CloudEnvironment } from './cloud-environment.ts';

/** Credentials that hold for a while. */
export interface LeasedCredentials {
  readonly credentials: RegistryCredentials;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** How the identity of a machine becomes credentials for one cloud's registries. */
export interface CloudRegistry {
  /** Whether a registry belongs to the cloud: nobody else gets its credentials. */
  isOwn(registry: string): boolean;
  login(registry: string, environment: CloudEnvironment, signal: AbortSignal): Promise<LeasedCredentials>;
}
