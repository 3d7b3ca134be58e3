import { gzipSync } from 'node:zlib';
import { tarEnd } from '@flux19/tar';
import { mediaTypes } from '../content/media-types.ts';
import { digestOf } from '../reference/digest.ts';
import type { ImageBlob } from './built-image.ts';
import type { ImageFile } from './image-file.ts';
import { layerFile } from './layer-file.ts';

/** A layer as it is pushed, and the digest of what it unpacks to. */
export interface BuiltLayer extends ImageBlob {
  readonly diffId: string;
}

/** Packs files into a layer. Sorted by path and with the folders they are in, so that the order in which they come does not show. */
export function buildLayer(files: readonly ImageFile[]): BuiltLayer {
  const sorted = withFolders(files).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const tar = Buffer.concat([...sorted.flatMap(layerFile), tarEnd()]);
  const bytes = gzipSync(tar, { level: 6 });
  // The byte that names the operating system of the packer differs from machine to machine.
  bytes[9] = 0xff;
  const descriptor = { mediaType: mediaTypes.ociLayerGzip, digest: digestOf(bytes), size: bytes.length };
  return { descriptor, bytes, diffId: digestOf(tar) };
}

function withFolders(files: readonly ImageFile[]): ImageFile[] {
  const all = new Map(files.map((file) => [file.path, file]));
  for (const { path } of files) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (all.has(folder)) continue;
      all.set(folder, { kind: 'folder', path: folder });
    }
  }
  return [...all.values()];
}
