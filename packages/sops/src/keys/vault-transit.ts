import type { Handler } from '@flux19/ports';
import type { MasterKey } from '../metadata/sops-metadata.ts';
import { SopsError } from '../sops-error.ts';

/** An answer with a data key is a few hundred bytes. */
const maxAnswerLength = 65_536;

export interface VaultAccess {
  readonly fetch: Handler;
  readonly token: string;
}

/** Has a Vault (or OpenBao) server decrypt a data key by its transit engine. Throws SopsError; the token never appears in it. */
export async function decryptWithVault(
  key: Extract<MasterKey, { readonly kind: 'vault' }>,
  { fetch, token }: VaultAccess,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const path = [...key.enginePath.split('/'), 'decrypt', key.keyName].map(encodeURIComponent).join('/');
  const url = parseAddress(key.address, `v1/${path}`);
  const request = new Request(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-vault-token': token, 'x-vault-request': 'true' },
    body: JSON.stringify({ ciphertext: key.encrypted }),
    redirect: 'manual',
    signal,
  });
  const failure = (why: string, cause?: unknown): SopsError =>
    new SopsError('NoKey', `failed to decrypt sops data key from Vault transit backend '${path}': ${why}`, { cause });
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(request);
    text = await answer.text();
  } catch (cause) {
    signal.throwIfAborted();
    throw failure('the server cannot be reached', cause);
  }
  if (!answer.ok) throw failure(`the server answered ${answer.status}`);
  const plain = text.length > maxAnswerLength ? undefined : plaintextOf(text);
  if (plain === undefined) throw failure('the answer holds no plaintext');
  return Buffer.from(plain, 'base64');
}

function parseAddress(address: string, path: string): URL {
  const isWeb = /^https?:\/\/[^/]/i.test(address) && URL.canParse(address);
  if (isWeb) return new URL(path, address.endsWith('/') ? address : `${address}/`);
  throw new SopsError('Malformed', 'the address of the Vault server is not valid');
}

function plaintextOf(text: string): string | undefined {
  try {
    const body = JSON.parse(text) as { readonly data?: { readonly plaintext?: unknown } };
    const plain = body.data?.plaintext;
    return typeof plain === 'string' ? plain : undefined;
  } catch {
    return undefined;
  }
}
