/** One thing to put into an archive. Links and devices have no place in it. */
export type ArchiveEntry =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string; readonly isExecutable: boolean; readonly content: Uint8Array };

/** Bounds on what is read from an archive that others made. */
export interface ArchiveLimits {
  /** Bytes of the compressed file. */
  readonly compressedBytes: number;
  /** Bytes of all files together, unpacked. */
  readonly unpackedBytes: number;
  readonly entries: number;
}
