import { type CloudEnvironment, CloudError, credentialsToken, parseGoogleCredentials } from '@flux19/cloud-identity';
import type { GoogleTokenSource } from '../keys/keyring.ts';
import { causedBy } from '../sops-error.ts';

/** Reads `sops.gcp-kms`: the key of a service account of Google, or a person's credentials. Throws SopsError, without their text. */
export function readGoogleCredentials(
  text: string,
  servers: Pick<CloudEnvironment, 'fetch' | 'clock'>,
): GoogleTokenSource {
  try {
    const credentials = parseGoogleCredentials(text);
    return async (signal) => (await credentialsToken(servers, credentials, signal)).token;
  } catch (thrown) {
    throw thrown instanceof CloudError ? causedBy(thrown, 'Malformed', thrown.message) : thrown;
  }
}
