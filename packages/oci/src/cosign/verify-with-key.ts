import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { isJsonObject, parseJson } from '@flux19/objects';
import { causedFailure, OciError } from '../oci-error.ts';
import type { SignatureMaterial } from './cosign-trust.ts';
import { isPayloadAbout, isStatementAbout } from './signed-digest.ts';

const keyTypes: ReadonlySet<string | undefined> = new Set(['ec', 'rsa', 'ed25519']);

const statementType = 'application/vnd.in-toto+json';

/** Reads a public key. Throws `OciError` `SignatureInvalid`. */
export function parsePublicKey(pem: string): KeyObject {
  try {
    const key = createPublicKey(pem);
    if (keyTypes.has(key.asymmetricKeyType) && !pem.includes('PRIVATE KEY')) return key;
  } catch (thrown) {
    throw causedFailure('SignatureInvalid', 'the public key cannot be read', thrown);
  }
  throw new OciError('SignatureInvalid', 'the public key is of a kind that is not supported');
}

/** Whether the owner of the key has signed this digest. */
export function isSignedWith(key: KeyObject, material: SignatureMaterial, digest: string): boolean {
  if (material.kind === 'simple') {
    const signature = Buffer.from(material.signature, 'base64');
    return isPayloadAbout(material.payload, digest) && isSignatureOf(key, material.payload, signature);
  }
  const envelope = readEnvelope(material.bytes);
  if (envelope === undefined || !isStatementAbout(envelope.payload, digest)) return false;
  const signed = preAuthenticated(envelope.payloadType, envelope.payload);
  return envelope.signatures.some((signature) => isSignatureOf(key, signed, signature));
}

function isSignatureOf(key: KeyObject, content: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', content, key, signature);
  } catch {
    return false;
  }
}

interface Envelope {
  readonly payloadType: string;
  readonly payload: Buffer;
  readonly signatures: readonly Buffer[];
}

/** The DSSE envelope of a bundle. */
function readEnvelope(bytes: Uint8Array): Envelope | undefined {
  let bundle: unknown;
  try {
    bundle = parseJson(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
  const envelope = isJsonObject(bundle) ? bundle['dsseEnvelope'] : undefined;
  if (!isJsonObject(envelope)) return undefined;
  const { payload, payloadType, signatures } = envelope;
  if (typeof payload !== 'string' || payloadType !== statementType || !Array.isArray(signatures)) return undefined;
  const texts = signatures.map((each) => (isJsonObject(each) ? each['sig'] : undefined));
  return {
    payloadType,
    payload: Buffer.from(payload, 'base64'),
    signatures: texts.filter((text) => typeof text === 'string').map((text) => Buffer.from(text, 'base64')),
  };
}

/** What an envelope signs: https://github.com/secure-systems-lab/dsse/blob/master/protocol.md */
function preAuthenticated(type: string, payload: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, 'utf8'), payload]);
}
