import type { Key } from 'openpgp';
import type { SignedObject } from '../repository/commit.ts';
import { SignatureError } from './signature-error.ts';
import { signatureKind } from './signature-kind.ts';

/** Read only when there is something to verify: it takes a while. */
type OpenPgp = typeof import('openpgp');

/**
 * Verifies the PGP signature of a commit or tag and returns the id of the primary key that made it, 16 hexadecimal digits in upper case.
 * Keys and signatures that have expired or were revoked do not count. Throws `SignatureError` with Flux's message.
 *
 * @param keyRings armoured public keys, one or more in each text
 */
export async function verifyPgpSignature(object: SignedObject, keyRings: readonly string[]): Promise<string> {
  const signature = object.signature.trim();
  const kind = signatureKind(signature);
  if (kind === 'empty') throw new SignatureError('unable to verify payload: signature is empty');
  if (kind !== 'openpgp') {
    const found = `detected signature format: ${kind}: signature format mismatch`;
    throw new SignatureError(`unable to verify openPGP signature, ${found}`);
  }
  const openpgp = await import('openpgp');
  const keys = await readKeyRings(openpgp, keyRings);
  const signer = await findSigner(openpgp, signature, object.payload, keys);
  if (signer !== undefined) return signer.getKeyID().toHex().toUpperCase();
  throw new SignatureError('unable to verify payload with any of the given key rings: no matching key');
}

/** The keys of all rings that can be read; throws when there is not one such ring. */
async function readKeyRings(openpgp: OpenPgp, rings: readonly string[]): Promise<Key[]> {
  const keys: Key[] = [];
  let failure: unknown;
  let readable = 0;
  for (const armoredKeys of rings) {
    try {
      keys.push(...(await openpgp.readKeys({ armoredKeys })));
      readable += 1;
    } catch (thrown) {
      failure ??= thrown;
    }
  }
  if (readable > 0 || failure === undefined) return keys;
  const why = failure instanceof Error ? failure.message : String(failure);
  throw new SignatureError(`unable to read armored key ring: ${why}`, { cause: failure });
}

async function findSigner(
  openpgp: OpenPgp,
  armoredSignature: string,
  payload: Uint8Array,
  keys: readonly Key[],
): Promise<Key | undefined> {
  const message = await openpgp.createMessage({ binary: payload });
  for (const key of keys) {
    try {
      // Read anew each time: verifying marks a signature as used.
      const signature = await openpgp.readSignature({ armoredSignature });
      const { signatures } = await openpgp.verify({ message, signature, verificationKeys: key });
      for (const each of signatures) if (await each.verified) return key;
    } catch {
      // Another key may have made it; when none has, that is said.
    }
  }
  return undefined;
}
