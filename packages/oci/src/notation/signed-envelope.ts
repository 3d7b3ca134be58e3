import { constants, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { isJsonObject, type JsonObject, parseJson } from '@flux19/objects';
import { causedFailure, OciError } from '../oci-error.ts';

/** What a signature says, once it is known to be by the key of the first certificate. */
export interface SignedEnvelope {
  /** The signer's certificate first, its authority's root last. */
  readonly chain: readonly X509Certificate[];
  /** Of the manifest that is signed. */
  readonly digest: string;
  readonly scheme: string;
  /** Milliseconds since the Unix epoch; undefined: never. */
  readonly expiresAt: number | undefined;
}

const payloadType = 'application/vnd.cncf.notary.payload.v1+json';
const names = {
  scheme: 'io.cncf.notary.signingScheme',
  expiry: 'io.cncf.notary.expiry',
  authenticTime: 'io.cncf.notary.authenticSigningTime',
} as const;
/** What has to be understood where it is marked as critical; a plug-in for verification is not. */
const understood: ReadonlySet<unknown> = new Set(Object.values(names));

const hashes: ReadonlyMap<string, string> = new Map([
  ['PS256', 'sha256'],
  ['PS384', 'sha384'],
  ['PS512', 'sha512'],
  ['ES256', 'sha256'],
  ['ES384', 'sha384'],
  ['ES512', 'sha512'],
]);
/** The only algorithm that a key may be used with. */
const curveAlgorithms: ReadonlyMap<string | undefined, string> = new Map([
  ['prime256v1', 'ES256'],
  ['secp384r1', 'ES384'],
  ['secp521r1', 'ES512'],
]);
const modulusAlgorithms: ReadonlyMap<number | undefined, string> = new Map([
  [2048, 'PS256'],
  [3072, 'PS384'],
  [4096, 'PS512'],
]);

/**
 * Reads a JWS envelope of Notary and verifies its integrity:
 * https://github.com/notaryproject/specifications/blob/main/specs/signature-envelope-jws.md. Throws `OciError` `SignatureInvalid`.
 */
export function openEnvelope(bytes: Uint8Array): SignedEnvelope {
  const envelope = parseObject(bytes);
  const { payload, signature, header } = envelope;
  const protectedText = envelope['protected'];
  const isWhole = typeof payload === 'string' && typeof signature === 'string' && typeof protectedText === 'string';
  if (!isWhole || !isJsonObject(header)) throw invalid('it is no envelope');
  const chain = readChain(header['x5c']);
  const attributes = parseObject(Buffer.from(protectedText, 'base64url'));
  checkAttributes(attributes);
  const [leaf] = chain;
  const signed = Buffer.from(`${protectedText}.${payload}`, 'ascii');
  if (leaf === undefined || !isSignedBy(leaf.publicKey, String(attributes['alg']), signed, signature)) {
    throw invalid('its bytes are not those that were signed');
  }
  const target = parseObject(Buffer.from(payload, 'base64url'))['targetArtifact'];
  const digest = isJsonObject(target) ? target['digest'] : undefined;
  if (typeof digest !== 'string') throw invalid('it names no artifact');
  return { chain, digest, scheme: String(attributes[names.scheme]), expiresAt: readExpiry(attributes[names.expiry]) };
}

function checkAttributes(attributes: JsonObject): void {
  if (attributes['cty'] !== payloadType) throw invalid(`its content is of the type ${String(attributes['cty'])}`);
  const critical = Array.isArray(attributes['crit']) ? attributes['crit'] : [];
  if (!critical.includes(names.scheme)) throw invalid('its scheme is not protected');
  const unknown = critical.find((name) => !understood.has(name));
  if (unknown !== undefined) throw invalid(`it demands ${String(unknown)}, which is not supported`);
}

function readExpiry(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const time = Date.parse(String(value));
  if (Number.isNaN(time)) throw invalid('its expiry is no time');
  return time;
}

function readChain(value: unknown): X509Certificate[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > 10) throw invalid('it has no certificates');
  try {
    return value.map((text) => new X509Certificate(Buffer.from(String(text), 'base64')));
  } catch (thrown) {
    throw causedFailure('SignatureInvalid', 'the certificates of the signature cannot be read', thrown);
  }
}

function isSignedBy(key: KeyObject, algorithm: string, content: Buffer, signature: string): boolean {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  const expected =
    key.asymmetricKeyType === 'ec' ? curveAlgorithms.get(namedCurve) : modulusAlgorithms.get(modulusLength);
  const hash = hashes.get(algorithm);
  if (hash === undefined || expected !== algorithm) return false;
  const how =
    key.asymmetricKeyType === 'ec'
      ? { key, dsaEncoding: 'ieee-p1363' as const }
      : { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  try {
    return verify(hash, content, how, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

function parseObject(bytes: Uint8Array): JsonObject {
  try {
    const value = parseJson(Buffer.from(bytes).toString('utf8'));
    if (isJsonObject(value)) return value;
  } catch {
    // Said below.
  }
  throw invalid('it is no JSON object');
}

function invalid(why: string): OciError {
  return new OciError('SignatureInvalid', `the signature cannot be verified: ${why}`);
}
