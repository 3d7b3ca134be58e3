import { decryptTree } from './cipher/decrypt-tree.ts';
import { verifyMac } from './cipher/mac.ts';
import { dataKeyOf } from './keys/data-key.ts';
import type { Keyring } from './keys/keyring.ts';
import { readMetadata } from './metadata/read-metadata.ts';
import { splitMetadata } from './metadata/split-metadata.ts';
import { SopsError } from './sops-error.ts';
import type { SopsFormat } from './sops-format.ts';
import { storeOf } from './stores/store-of.ts';

/** Flux: larger files are not decrypted. */
const maxFileBytes = 5 * 1024 * 1024;

export interface DecryptFileOptions {
  readonly input: SopsFormat;
  /** Defaults to the format of the input. */
  readonly output?: SopsFormat;
  readonly keyring: Keyring;
  /** As `sops --ignore-mac`: takes a file whose plain parts were changed without sops. Every encrypted value is checked all the same. */
  readonly ignoreMac?: boolean;
}

/**
 * Decrypts a file that SOPS made. Fails unless every value, and the file as a whole unless that is to be ignored, is what was
 * encrypted. Rejects with {@link SopsError}.
 */
export async function decryptFile(
  data: Uint8Array,
  { input, output = input, keyring, ignoreMac = false }: DecryptFileOptions,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (data.length > maxFileBytes) {
    const message = `cannot decrypt file with size (${data.length} bytes) exceeding limit (${maxFileBytes})`;
    throw new SopsError('TooLarge', message);
  }
  const split = splitMetadata(storeOf(input).read(data), input);
  const metadata = readMetadata(split.metadata);
  const key = await dataKeyOf(metadata, keyring, signal);
  const { documents, mac } = decryptTree(split.documents, metadata, key);
  if (!ignoreMac) verifyMac(metadata, key, mac);
  return storeOf(output).print(documents);
}
