/** Content that is being received. Nothing is visible before `commit`. */
export interface BlobWriter {
  /** Bytes so far. */
  readonly size: number;
  write(chunk: Uint8Array): Promise<void>;
  /** Puts the content in its place at once and whole; throws `OciError` `DigestMismatch` and discards it when it is not that. */
  commit(digest: string): Promise<void>;
  discard(): Promise<void>;
}

/** Where a registry keeps what it has. */
export interface RegistryStorage {
  /** Bytes of a content; undefined when there is no such. */
  blobSize(digest: string): Promise<number | undefined>;
  /** The content from `from` to before `to`; undefined when there is no such. */
  openBlob(digest: string, from?: number, to?: number): Promise<ReadableStream<Uint8Array> | undefined>;
  beginBlob(): Promise<BlobWriter>;
  removeBlob(digest: string): Promise<void>;
  /** Small texts by a path of names: tags, what a repository holds. Each write is whole or not at all. */
  readRecord(path: readonly string[]): Promise<string | undefined>;
  writeRecord(path: readonly string[], text: string): Promise<void>;
  /** False when there was none. */
  removeRecord(path: readonly string[]): Promise<boolean>;
  /** Names directly below a path, sorted. */
  listRecords(path: readonly string[]): Promise<string[]>;
}
