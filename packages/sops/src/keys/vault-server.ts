import { askForObject, CloudError, type ServiceRequest } from '@flux19/cloud-identity';
import type { JsonObject } from '@flux19/objects';
import { SopsError } from '../sops-error.ts';
import type { KeyServers } from './keyring.ts';

/** Something that is written to a path of a Vault (or OpenBao) server. */
export interface VaultQuestion {
  /** Of the server: `https://vault.example:8200`. */
  readonly address: string;
  /** Of the engine or the login, without `v1`. */
  readonly path: string;
  /** Absent for logins. */
  readonly token?: string;
  readonly body: Readonly<Record<string, string>>;
}

/** Writes to a path and returns the answer. Throws SopsError, in which nothing of the answer appears. */
export async function askVault(
  servers: KeyServers,
  { address, path, token, body }: VaultQuestion,
  signal: AbortSignal,
): Promise<JsonObject> {
  const url = parseAddress(address, `v1/${path.split('/').map(encodeURIComponent).join('/')}`);
  const request: ServiceRequest = {
    method: 'PUT',
    url: url.href,
    headers: {
      'content-type': 'application/json',
      'x-vault-request': 'true',
      ...(token === undefined ? {} : { 'x-vault-token': token }),
    },
    body: JSON.stringify(body),
  };
  try {
    return await askForObject(servers, request, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    throw thrown instanceof CloudError ? failureOf(thrown) : thrown;
  }
}

function failureOf(cause: CloudError): SopsError {
  const { reason, status } = cause;
  if (reason === 'Network') return new SopsError('NoKey', 'the server cannot be reached', { cause });
  const what = status === undefined ? 'the answer is not that of a Vault server' : `the server answered ${status}`;
  return new SopsError('NoKey', what, { cause });
}

function parseAddress(address: string, path: string): URL {
  const isWeb = /^https?:\/\/[^/]/i.test(address) && URL.canParse(address);
  if (isWeb) return new URL(path, address.endsWith('/') ? address : `${address}/`);
  throw new SopsError('Malformed', 'the address of the Vault server is not valid');
}
