import type { Handler } from '@flux19/ports';
import { AgeKeys } from './age-keys.ts';
import { PgpKeys } from './pgp-keys.ts';

/** The keys that one reader has. */
export interface Keyring {
  readonly age: AgeKeys;
  readonly pgp: PgpKeys;
  /** Token for every Vault server that a file names, as Flux uses it. */
  vaultToken: string;
  /** Reaches Vault servers; without it their keys cannot be used. */
  readonly fetch: Handler | undefined;
}

/** An empty keyring. Add keys to `age` and `pgp`. */
export function createKeyring(options: { readonly fetch?: Handler } = {}): Keyring {
  return { age: new AgeKeys(), pgp: new PgpKeys(), vaultToken: '', fetch: options.fetch };
}
