import type { CredentialSource } from './credentials.ts';

/** Credentials of Docker's `config.json` (or `kubernetes.io/dockerconfigjson`, `kubernetes.io/dockercfg`), several of which are searched in order. */
export function dockerConfigCredentials(_texts: readonly string[]): CredentialSource {
  throw new Error('not written yet');
}
