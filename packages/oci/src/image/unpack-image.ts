import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { OciClient } from '../client/oci-client.ts';
import type { Descriptor, FetchedImage } from '../content/manifest.ts';
import { causedFailure, OciError } from '../oci-error.ts';
import type { RepositoryName } from '../reference/oci-reference.ts';
import { readLayer } from './read-layer.ts';
import { UnpackedFolder } from './unpacked-folder.ts';

/** Bounds on an image that others made. */
export interface UnpackLimits {
  /** Of all layers together. */
  readonly unpackedBytes: number;
  readonly entries: number;
}

const defaultLimits: UnpackLimits = { unpackedBytes: 1024 * 1024 * 1024, entries: 200_000 };
const unpack = promisify(gunzip);

/**
 * Fetches the layers and unpacks them, one over the other, into an empty folder. Nothing is written outside of it, whatever names and
 * links the layers have; devices are left out. Throws `OciError` (`InvalidContent`, `TooLarge`) or an error of the file system.
 */
export async function unpackImage(
  client: OciClient,
  repository: RepositoryName,
  { manifest }: FetchedImage,
  folder: string,
  signal: AbortSignal,
  limits: Partial<UnpackLimits> = {},
): Promise<void> {
  const left = { ...defaultLimits, ...limits };
  const target = new UnpackedFolder(folder);
  for (const layer of manifest.layers) {
    const packed = await client.readBlob(repository, layer, signal, left.unpackedBytes);
    const tar = await unpackLayer(layer, packed, left.unpackedBytes);
    left.unpackedBytes -= tar.length;
    target.beginLayer();
    for (const entry of readLayer(tar)) {
      signal.throwIfAborted();
      left.entries -= 1;
      if (left.entries < 0) throw new OciError('TooLarge', 'the image has too many files');
      await target.add(entry);
    }
  }
}

async function unpackLayer(
  { mediaType, digest }: Descriptor,
  packed: Uint8Array,
  maximumBytes: number,
): Promise<Buffer> {
  const isGzip = packed[0] === 0x1f && packed[1] === 0x8b;
  if (!isGzip) {
    if (/\+zstd$/.test(mediaType)) throw new OciError('InvalidContent', `the layer ${digest} is packed with zstd`);
    return Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  }
  try {
    return await unpack(packed, { maxOutputLength: Math.max(1, maximumBytes) });
  } catch (thrown) {
    const isTooLarge = thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE';
    if (isTooLarge) throw causedFailure('TooLarge', 'the image is too large', thrown);
    throw causedFailure('InvalidContent', `the layer ${digest} is damaged`, thrown);
  }
}
