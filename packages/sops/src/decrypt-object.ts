import { isJsonObject, type JsonObject } from '@flux19/objects';
import { decryptTree } from './cipher/decrypt-tree.ts';
import { dataKeyOf } from './keys/data-key.ts';
import type { Keyring } from './keys/keyring.ts';
import { readMetadata } from './metadata/read-metadata.ts';
import { splitMetadata } from './metadata/split-metadata.ts';
import { SopsError } from './sops-error.ts';
import { objectOf, treeOf } from './tree/object-tree.ts';

/** Whether an object carries what SOPS adds to a file. */
export function isEncryptedObject(object: JsonObject): boolean {
  const sops = object['sops'];
  return isJsonObject(sops) && typeof sops['mac'] === 'string' && sops['mac'] !== '';
}

/**
 * Decrypts one object that was encrypted as a file. A build may have changed it since then, with labels or a namespace, so that only
 * its encrypted values are known to be what was encrypted. Rejects with {@link SopsError}.
 */
export async function decryptObject(object: JsonObject, keyring: Keyring, signal: AbortSignal): Promise<JsonObject> {
  const split = splitMetadata([treeOf(object)], 'json');
  const metadata = readMetadata(split.metadata);
  const key = await dataKeyOf(metadata, keyring, signal);
  const { documents } = decryptTree(split.documents, metadata, key);
  const [document] = documents;
  if (document === undefined) throw new SopsError('Malformed', 'sops metadata not found');
  return objectOf(document);
}
