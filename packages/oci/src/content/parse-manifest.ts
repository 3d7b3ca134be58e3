import { isJsonObject, type JsonObject, parseJson } from '@flux19/objects';
import { causedFailure, OciError } from '../oci-error.ts';
import { isDigest } from '../reference/digest.ts';
import type { Descriptor, FetchedManifest, ImageIndex, ImageManifest } from './manifest.ts';
import { mediaTypes } from './media-types.ts';

/** What a client takes for a manifest, most wanted first. */
export const acceptedManifests: string = [
  mediaTypes.ociManifest,
  mediaTypes.ociIndex,
  mediaTypes.dockerManifest,
  mediaTypes.dockerIndex,
].join(', ');

const maximumEntries = 10_000;

/** Reads a manifest whose bytes have been verified. Throws `OciError` `InvalidContent` for what is none. */
export function parseManifest(descriptor: Descriptor, bytes: Uint8Array): FetchedManifest {
  const value = parseObject(bytes);
  const mediaType = typeof value['mediaType'] === 'string' ? value['mediaType'] : descriptor.mediaType;
  if (value['schemaVersion'] !== 2)
    throw invalid(`its schema version is ${String(value['schemaVersion'])} instead of 2`);
  const typed = { ...descriptor, mediaType };
  const isIndex = mediaType === mediaTypes.ociIndex || mediaType === mediaTypes.dockerIndex || 'manifests' in value;
  if (isIndex) {
    if ('layers' in value) throw invalid('it is both an image and a list of images');
    return { kind: 'index', descriptor: typed, bytes, manifest: readIndex(value) };
  }
  return { kind: 'image', descriptor: typed, bytes, manifest: readImage(value) };
}

/** JSON that has to be an object. Throws `OciError` `InvalidContent`. */
export function parseObject(bytes: Uint8Array): JsonObject {
  try {
    const value = parseJson(Buffer.from(bytes).toString('utf8'));
    if (isJsonObject(value)) return value;
  } catch (cause) {
    throw causedFailure('InvalidContent', 'the manifest is not usable: it is no JSON', cause);
  }
  throw invalid('it is no object');
}

function readImage(value: JsonObject): ImageManifest {
  const layers = readList(value['layers'], 'layers');
  return { ...commonFields(value), config: readDescriptor(value['config']), layers };
}

function readIndex(value: JsonObject): ImageIndex {
  return { ...commonFields(value), manifests: readList(value['manifests'], 'manifests') };
}

function commonFields(value: JsonObject): Pick<ImageManifest, 'schemaVersion' | 'subject' | 'annotations'> & {
  readonly mediaType?: string;
  readonly artifactType?: string;
} {
  const { mediaType, artifactType, subject, annotations } = value;
  return {
    schemaVersion: 2,
    ...(typeof mediaType === 'string' ? { mediaType } : {}),
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
    ...(isJsonObject(subject) ? { subject: readDescriptor(subject) } : {}),
    ...(isJsonObject(annotations) ? { annotations: readTexts(annotations) } : {}),
  };
}

function readList(value: unknown, field: string): Descriptor[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > maximumEntries) throw invalid(`its ${field} are no list of descriptors`);
  return value.map(readDescriptor);
}

/** Reads a descriptor. Throws `OciError` `InvalidContent`. */
export function readDescriptor(value: unknown): Descriptor {
  if (!isJsonObject(value)) throw invalid('a descriptor is missing');
  const { mediaType = '', digest, size, annotations, artifactType, platform } = value;
  if (typeof digest !== 'string' || !isDigest(digest)) throw invalid('a descriptor has no digest that can be checked');
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw invalid('a descriptor has no size');
  return {
    mediaType: String(mediaType),
    digest,
    size,
    ...(isJsonObject(annotations) ? { annotations: readTexts(annotations) } : {}),
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
    ...(isJsonObject(platform) ? { platform: readPlatform(platform) } : {}),
  };
}

function readPlatform({ os, architecture, variant }: JsonObject): NonNullable<Descriptor['platform']> {
  return {
    os: String(os ?? ''),
    architecture: String(architecture ?? ''),
    ...(typeof variant === 'string' && variant !== '' ? { variant } : {}),
  };
}

/** Entries whose values are texts; `fromEntries` defines keys, so that none reaches a prototype. */
function readTexts(value: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function invalid(why: string): OciError {
  return new OciError('InvalidContent', `the manifest is not usable: ${why}`);
}
