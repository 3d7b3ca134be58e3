import { isJsonObject, type JsonObject } from '@flux19/objects';
import { decryptTree } from './cipher/decrypt-tree.ts';
import { verifyMac } from './cipher/mac.ts';
import { dataKeyOf } from './keys/data-key.ts';
import type { Keyring } from './keys/keyring.ts';
import { readMetadata } from './metadata/read-metadata.ts';
import { splitMetadata } from './metadata/split-metadata.ts';
import { SopsError } from './sops-error.ts';
import { objectOf, treeOf } from './tree/object-tree.ts';

export interface DecryptedObject {
  readonly object: JsonObject;
  /**
   * Throws {@link SopsError} (NotIntact) unless the object as a whole is what was encrypted. Every value that was encrypted is
   * known to be intact already.
   */
  verify(): void;
}

/** Whether an object carries what SOPS adds to a file. */
export function isEncryptedObject(object: JsonObject): boolean {
  const sops = object['sops'];
  return isJsonObject(sops) && typeof sops['mac'] === 'string' && sops['mac'] !== '';
}

/** Decrypts one object that was encrypted as a file, and possibly changed since then, by a build for instance. */
export async function decryptObject(
  object: JsonObject,
  keyring: Keyring,
  signal: AbortSignal,
): Promise<DecryptedObject> {
  const split = splitMetadata([treeOf(object)], 'json');
  const metadata = readMetadata(split.metadata);
  const key = await dataKeyOf(metadata, keyring, signal);
  const { documents, mac } = decryptTree(split.documents, metadata, key);
  const [document] = documents;
  if (document === undefined) throw new SopsError('Malformed', 'sops metadata not found');
  return { object: objectOf(document), verify: () => verifyMac(metadata, key, mac) };
}
