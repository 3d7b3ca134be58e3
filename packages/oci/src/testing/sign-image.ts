import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { OciClient } from '../client/oci-client.ts';
import { mediaTypes } from '../content/media-types.ts';
import { assembleImage, jsonBlob } from '../image/build-image.ts';
import { pushImage } from '../image/push-image.ts';
import { digestOf } from '../reference/digest.ts';
import type { RepositoryName } from '../reference/oci-reference.ts';

const { signal } = new AbortController();
const empty = jsonBlob(mediaTypes.ociConfig, {});

/** A pair of keys as `cosign generate-key-pair` makes them. */
export function newKey(kind: 'ec' | 'rsa' | 'ed25519' = 'ec'): {
  readonly publicPem: string;
  readonly privateKey: KeyObject;
} {
  const pair = pairOf(kind);
  return { publicPem: String(pair.publicKey.export({ type: 'spki', format: 'pem' })), privateKey: pair.privateKey };
}

function pairOf(kind: 'ec' | 'rsa' | 'ed25519') {
  if (kind === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2048 });
  return kind === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
}

/** What cosign signs. */
export function simplePayload(digest: string, type: string = 'cosign container image signature'): Buffer {
  const critical = { identity: { 'docker-reference': '' }, image: { 'docker-manifest-digest': digest }, type };
  return Buffer.from(JSON.stringify({ critical, optional: null }));
}

export interface SimpleSignature {
  readonly payload: Uint8Array;
  readonly signature?: Uint8Array;
  /** Besides the signature. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Puts signatures where cosign 2 keeps them. */
export async function pushSignatures(
  client: OciClient,
  image: RepositoryName & { readonly digest: string },
  signatures: readonly SimpleSignature[],
): Promise<void> {
  const layers = signatures.map(({ payload, signature, annotations = {} }) => ({
    bytes: payload,
    descriptor: {
      mediaType: mediaTypes.cosignPayload,
      digest: digestOf(payload),
      size: payload.length,
      annotations: {
        ...(signature === undefined
          ? {}
          : { 'dev.cosignproject.cosign/signature': Buffer.from(signature).toString('base64') }),
        ...annotations,
      },
    },
  }));
  const { registry, repository, digest } = image;
  const tag = `${digest.replace(':', '-')}.sig`;
  await pushImage(client, { registry, repository, tag }, assembleImage(empty, layers, undefined), signal);
}

/** Signs bytes as cosign does. */
export function signBytes(key: KeyObject, content: Uint8Array): Buffer {
  return sign(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', content, key);
}

/** Puts a signed statement beside an image, where cosign 3 keeps them. */
export async function pushBundle(
  client: OciClient,
  image: RepositoryName & { readonly digest: string; readonly size: number },
  key: KeyObject,
  statement: object,
): Promise<void> {
  const payload = Buffer.from(JSON.stringify(statement));
  const type = 'application/vnd.in-toto+json';
  const signed = Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload]);
  const mediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
  const bundle = jsonBlob(mediaType, {
    mediaType,
    verificationMaterial: { publicKey: { hint: 'x' } },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType: type,
      signatures: [{ sig: signBytes(key, signed).toString('base64') }],
    },
  });
  const { registry, repository } = image;
  const manifest = jsonBlob(mediaTypes.ociManifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    artifactType: mediaType,
    config: empty.descriptor,
    layers: [bundle.descriptor],
    subject: { mediaType: mediaTypes.ociManifest, digest: image.digest, size: image.size },
  });
  for (const { bytes } of [empty, bundle]) await client.putBlob({ registry, repository }, bytes, signal);
  const content = { mediaType: mediaTypes.ociManifest, bytes: manifest.bytes };
  await client.putManifest({ registry, repository, digest: manifest.descriptor.digest }, content, signal);
}
