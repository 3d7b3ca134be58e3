import type { CloudTokens, WorkloadAccount } from '@flux19/cloud-identity';
import type { RegistryCredentials } from '../auth/credentials.ts';

/** Credentials that hold for a while. */
export interface LeasedCredentials {
  readonly credentials: RegistryCredentials;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

/** Who signs in. */
interface CloudCaller {
  readonly tokens: CloudTokens;
  /** This machine when absent. */
  readonly account: WorkloadAccount | undefined;
}

/** How an identity becomes credentials for one cloud's registries. */
export interface CloudRegistry {
  /** Whether a registry belongs to the cloud: nobody else gets its credentials. */
  isOwn(registry: string): boolean;
  login(registry: string, caller: CloudCaller, signal: AbortSignal): Promise<LeasedCredentials>;
}
