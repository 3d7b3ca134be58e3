import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { adler32 } from './adler32.ts';

/** Tags as they are kept: tags repeat each other so much that compression leaves a tenth of them. */
export interface PackedTags {
  readonly bytes: Uint8Array;
  /** Of the tags as a JSON list, as Flux computes it. */
  readonly checksum: string;
}

/** Fast rather than small: every scan packs. */
const level = 1;

export function packTags(tags: readonly string[]): PackedTags {
  const json = Buffer.from(JSON.stringify(tags));
  // A copy: zlib's own buffer is as large as it might have become.
  return { bytes: new Uint8Array(deflateRawSync(json, { level })), checksum: String(adler32(json)) };
}

export function unpackTags(bytes: Uint8Array): readonly string[] {
  const tags: unknown = JSON.parse(inflateRawSync(bytes).toString('utf8'));
  return Array.isArray(tags) ? tags.map(String) : [];
}
