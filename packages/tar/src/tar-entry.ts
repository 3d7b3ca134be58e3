/** What an entry is; devices, pipes and whatever is not known are `other`. */
export type TarEntryType = 'file' | 'folder' | 'link' | 'hardLink' | 'other';

/** One entry as it stands in an archive: nothing about its name or target is checked. */
export interface TarEntry {
  readonly type: TarEntryType;
  readonly name: string;
  /** Permission bits. */
  readonly mode: number;
  /** Where a link of either kind leads; empty for the rest. */
  readonly target: string;
  /** A view on the bytes of the archive. */
  readonly content: Buffer;
}
