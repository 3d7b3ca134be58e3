/** One thing of an archive. Links and devices have no place in it. */
export type ArchiveEntry =
  | {
      readonly kind: 'folder' /** `/` between names, none in front or behind; `.` for the root. */;
      readonly path: string;
    }
  | { readonly kind: 'file'; readonly path: string; readonly isExecutable: boolean; readonly content: Uint8Array };

/** Bounds on what is read from an archive that others made. */
export interface ArchiveLimits {
  /** Bytes of the compressed file. */
  readonly compressedBytes: number;
  /** Bytes of the whole archive, unpacked. */
  readonly unpackedBytes: number;
  readonly entries: number;
}

/** Enough for the largest repositories people keep manifests in, and still bearable in memory. */
export const defaultArchiveLimits: ArchiveLimits = {
  compressedBytes: 256 * 1024 * 1024,
  unpackedBytes: 512 * 1024 * 1024,
  entries: 500_000,
};
