import { type AwsKeys, keysOfRole, regionalEndpoint, type ServiceRequest, signRequest } from '@flux19/cloud-identity';
import type { AwsKmsKey } from '../metadata/sops-metadata.ts';
import { SopsError } from '../sops-error.ts';
import { askKeyServer, serversOf } from './ask-key-server.ts';
import type { Keyring, KeyServers } from './keyring.ts';

const arnPattern = /^arn:aws[\w-]*:kms:(.+):[0-9]+:(?:key|alias)\/.+$/;
/** SOPS adds the name of the machine, which is nobody's business. */
const session = 'sops@flux19';

/** Has AWS KMS decrypt a data key: https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html */
export function decryptWithAwsKms(key: AwsKmsKey, keyring: Keyring, signal: AbortSignal): Promise<Uint8Array> {
  const servers = serversOf(keyring);
  const { aws } = keyring;
  const region = arnPattern.exec(key.arn)?.[1];
  if (region === undefined) throw new SopsError('Malformed', `no valid ARN found in '${key.arn}'`);
  if (aws === undefined) throw new SopsError('NoKey', 'no keys of AWS are given (sops.aws-kms)');
  return askKeyServer(
    servers,
    {
      attempt: 'failed to decrypt sops data key with AWS KMS',
      request: async () => decryptRequest(servers, key, region, await keysFor(servers, key, region, aws, signal)),
      field: 'Plaintext',
      encoding: 'base64',
    },
    signal,
  );
}

async function keysFor(
  servers: KeyServers,
  { role }: AwsKmsKey,
  region: string,
  find: NonNullable<Keyring['aws']>,
  signal: AbortSignal,
): Promise<AwsKeys> {
  const keys = await find(region, signal);
  return role === '' ? keys : keysOfRole(servers, region, { arn: role, session }, keys, signal);
}

function decryptRequest(servers: KeyServers, key: AwsKmsKey, region: string, keys: AwsKeys): ServiceRequest {
  const url = new URL(`${regionalEndpoint(servers, 'awsKeys', region)}/`);
  const body = JSON.stringify({
    KeyId: key.arn,
    CiphertextBlob: key.encrypted,
    ...(Object.keys(key.context).length === 0 ? {} : { EncryptionContext: key.context }),
  });
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.Decrypt' };
  const nowMs = servers.clock.now();
  const signed = signRequest(keys, { method: 'POST', url, headers, body, region, service: 'kms', nowMs });
  return { method: 'POST', url: url.href, headers: signed, body };
}
