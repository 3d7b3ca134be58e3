import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { ClientName } from './client-authority.ts';
import { type DerElement, DerError, readElements, readObjectIdentifier } from './der-reader.ts';
import { oid } from './issue-certificate.ts';

/** What a client asks to have certified. */
export interface SigningRequest extends ClientName {
  readonly publicKey: KeyObject;
}

const sequenceTag = 0x30;
/** Hashes of signature algorithms that keys in use have; Ed25519 hashes by itself. */
const hashes: ReadonlyMap<string, string | null> = new Map([
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.3.101.112', null],
]);

/**
 * Reads a certificate request (RFC 2986, PEM) and checks that whoever made it has the key. Other attributes of the name than the common
 * name and the organizations do not count. Throws DerError.
 */
export function readSigningRequest(pem: string): SigningRequest {
  const base64 = /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([\s\S]+?)-----END/.exec(pem)?.[1];
  if (base64 === undefined) throw new DerError('this is no PEM of a certificate request');
  const [request] = readElements(Buffer.from(base64, 'base64'));
  const [info, algorithm, signature] = partsOf(request);
  const [, name, key] = partsOf(info);
  if (info === undefined || key === undefined) throw new DerError('the request lacks its parts');
  const publicKey = readKey(key);
  checkSignature(info.whole, algorithm, signature, publicKey);
  return { ...readName(name), publicKey };
}

function partsOf(element: DerElement | undefined): readonly DerElement[] {
  if (element?.tag !== sequenceTag) throw new DerError('a sequence was expected');
  return readElements(element.content);
}

function readKey({ whole }: DerElement): KeyObject {
  try {
    return createPublicKey({ key: whole, format: 'der', type: 'spki' });
  } catch (cause) {
    throw new DerError('the public key cannot be read', { cause });
  }
}

function checkSignature(
  info: Buffer,
  algorithm: DerElement | undefined,
  signature: DerElement | undefined,
  publicKey: KeyObject,
): void {
  const [identifier] = partsOf(algorithm);
  const hash = identifier === undefined ? undefined : hashes.get(readObjectIdentifier(identifier));
  if (hash === undefined) throw new DerError('the signature is of a kind that is not supported');
  // The first byte of a bit string says how many bits of its last one do not count: none.
  if (signature?.tag !== 0x03 || signature.content[0] !== 0) throw new DerError('the signature cannot be read');
  let isRight = false;
  try {
    isRight = verify(hash, info, publicKey, signature.content.subarray(1));
  } catch (cause) {
    throw new DerError('the signature is not one of the public key', { cause });
  }
  if (!isRight) throw new DerError('the signature is wrong: the request was not made by who has the key');
}

function readName(element: DerElement | undefined): ClientName {
  const found = partsOf(element)
    .flatMap((set) => readElements(set.content))
    .map((attribute) => {
      const [id, value] = partsOf(attribute);
      if (id === undefined || value === undefined) throw new DerError('an attribute of the name lacks its parts');
      return { id: readObjectIdentifier(id), text: value.content.toString('utf8') };
    });
  const texts = (id: string): string[] => found.filter((one) => one.id === id).map(({ text }) => text);
  return { name: texts(oid.commonName).at(-1) ?? '', groups: texts(oid.organization) };
}
