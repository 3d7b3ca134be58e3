import type { ServiceRequest } from '@flux19/cloud-identity';
import type { AzureVaultKey } from '../metadata/sops-metadata.ts';
import { SopsError } from '../sops-error.ts';
import { askKeyServer, serversOf } from './ask-key-server.ts';
import type { Keyring } from './keyring.ts';

const apiVersion = '7.4';

/** Domains of key vaults, each with what its tokens are for. A file names the vault, so no other host may get a token. */
const domains: readonly (readonly [string, string])[] = [
  ['.vault.azure.net', 'https://vault.azure.net/.default'],
  ['.vault.azure.cn', 'https://vault.azure.cn/.default'],
  ['.vault.usgovcloudapi.net', 'https://vault.usgovcloudapi.net/.default'],
  ['.managedhsm.azure.net', 'https://managedhsm.azure.net/.default'],
];

/** Has Azure's Key Vault decrypt a data key: https://learn.microsoft.com/en-us/rest/api/keyvault/keys/decrypt/decrypt */
export function decryptWithAzureVault(key: AzureVaultKey, keyring: Keyring, signal: AbortSignal): Promise<Uint8Array> {
  const servers = serversOf(keyring);
  const { azure } = keyring;
  const { origin, scope } = vaultOf(key.vaultUrl);
  if (azure === undefined) throw new SopsError('NoKey', 'no credentials of Azure are given (sops.azure-kv)');
  const path = ['keys', key.name, key.version, 'decrypt'].filter((part) => part !== '').map(encodeURIComponent);
  const request = async (): Promise<ServiceRequest> => ({
    method: 'POST',
    url: `${origin}/${path.join('/')}?api-version=${apiVersion}`,
    headers: { authorization: `Bearer ${await azure(scope, signal)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ alg: 'RSA-OAEP-256', value: key.encrypted }),
  });
  const name = `${key.vaultUrl}/keys/${key.name}/${key.version}`;
  const attempt = `failed to decrypt sops data key with Azure Key Vault key '${name}'`;
  return askKeyServer(servers, { attempt, request, field: 'value', encoding: 'base64url' }, signal);
}

function vaultOf(address: string): { readonly origin: string; readonly scope: string } {
  const url = URL.parse(address);
  const domain = domains.find(([suffix]) => url?.hostname.endsWith(suffix));
  if (url?.protocol === 'https:' && domain !== undefined) return { origin: url.origin, scope: domain[1] };
  throw new SopsError('Malformed', `'${address}' is not the address of a key vault of Azure`);
}
