import { endpointOf, type ServiceRequest } from '@flux19/cloud-identity';
import type { GcpKmsKey } from '../metadata/sops-metadata.ts';
import { SopsError } from '../sops-error.ts';
import { askKeyServer, serversOf } from './ask-key-server.ts';
import type { Keyring } from './keyring.ts';

const resourcePattern = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;

/** Has Google's Cloud KMS decrypt a data key: https://cloud.google.com/kms/docs/reference/rest */
export function decryptWithGcpKms(key: GcpKmsKey, keyring: Keyring, signal: AbortSignal): Promise<Uint8Array> {
  const servers = serversOf(keyring);
  const { google } = keyring;
  if (!resourcePattern.test(key.resourceId)) {
    throw new SopsError('Malformed', `no valid resource ID found in '${key.resourceId}'`);
  }
  if (google === undefined) throw new SopsError('NoKey', 'no credentials of Google are given (sops.gcp-kms)');
  const path = key.resourceId.split('/').map(encodeURIComponent).join('/');
  const request = async (): Promise<ServiceRequest> => ({
    method: 'POST',
    url: `${endpointOf(servers, 'gcpKeys')}/v1/${path}:decrypt`,
    headers: { authorization: `Bearer ${await google(signal)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ciphertext: key.encrypted }),
  });
  const attempt = 'failed to decrypt sops data key with GCP KMS key';
  return askKeyServer(servers, { attempt, request, field: 'plaintext', encoding: 'base64' }, signal);
}
