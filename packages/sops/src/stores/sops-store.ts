import type { SopsMap } from '../tree/sops-tree.ts';

/** Reads and prints the files of one format. Bytes in, bytes out. */
export interface SopsStore {
  /** The documents of a file. Throws SopsError. */
  read(data: Uint8Array): readonly SopsMap[];
  /** Throws SopsError when the format cannot hold the documents. */
  print(documents: readonly SopsMap[]): Uint8Array;
}
