/** Names what was scanned for one ImageRepository. */
export interface ScanIdentity {
  readonly namespace: string;
  readonly name: string;
  /** `ghcr.io/team/app` */
  readonly image: string;
}

/** The tags that the last scans found. */
export interface TagDatabase {
  /** Empty when there was no scan. */
  tags(identity: ScanIdentity): readonly string[];
  /** Replaces the tags; those of another image of the same ImageRepository go. Answers the checksum, which tells whether they differ. */
  setTags(identity: ScanIdentity, tags: readonly string[]): string;
  /** Forgets an ImageRepository. */
  remove(identity: Pick<ScanIdentity, 'namespace' | 'name'>): void;
  close(): void;
}
