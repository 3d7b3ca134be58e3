import type { Descriptor } from '../content/manifest.ts';

/** Content that has to be in the repository before its manifest. */
export interface ImageBlob {
  readonly descriptor: Descriptor;
  readonly bytes: Uint8Array;
}

/** An image or artifact in memory, ready to be pushed. */
export interface BuiltImage {
  readonly descriptor: Descriptor;
  readonly manifest: Uint8Array;
  /** Config first, then the layers. */
  readonly blobs: readonly ImageBlob[];
}
