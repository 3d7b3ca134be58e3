import type { AwsKeys, CloudEnvironment } from '@flux19/cloud-identity';
import { AgeKeys } from './age-keys.ts';
import { PgpKeys } from './pgp-keys.ts';

/** What it takes to ask servers that keep keys. */
export type KeyServers = Pick<CloudEnvironment, 'fetch' | 'clock' | 'endpoints'>;

/** Gives keys of AWS for a region. */
export type AwsKeySource = (region: string, signal: AbortSignal) => Promise<AwsKeys>;
/** Gives a token of Azure for a scope. */
export type AzureTokenSource = (scope: string, signal: AbortSignal) => Promise<string>;
export type GoogleTokenSource = (signal: AbortSignal) => Promise<string>;
/** Gives a token for the Vault server with this address. */
type VaultTokenSource = (address: string, signal: AbortSignal) => Promise<string>;

/** The keys that one reader has, and what shows servers that keep keys who he is. */
export interface Keyring {
  readonly age: AgeKeys;
  readonly pgp: PgpKeys;
  /** Without it keys that servers keep cannot be used. */
  readonly servers: KeyServers | undefined;
  aws: AwsKeySource | undefined;
  azure: AzureTokenSource | undefined;
  google: GoogleTokenSource | undefined;
  vault: VaultTokenSource | undefined;
}

/** An empty keyring. Add keys to `age` and `pgp`, and set what else is at hand. */
export function createKeyring(servers?: KeyServers): Keyring {
  return {
    age: new AgeKeys(),
    pgp: new PgpKeys(),
    servers,
    aws: undefined,
    azure: undefined,
    google: undefined,
    vault: undefined,
  };
}
