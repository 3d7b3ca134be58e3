import type { Handler } from '@flux19/ports';
import type { ArchiveEntries } from '../archive/write-archive.ts';
import type { Artifact, ArtifactOwner } from '../artifact.ts';
import type { ArtifactOpener } from '../tree/artifact-tree.ts';

/** What a new artifact is called. */
export interface ArtifactTarget extends ArtifactOwner {
  /** `<hash>.tar.gz` */
  readonly fileName: string;
  readonly revision: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The artifacts of this process's sources in a folder of the disk, laid out as Flux does it.
 * Every method may throw `ArtifactError`, or an error of the file system (full disk, missing rights).
 */
export interface ArtifactStore {
  /** Packs the entries and puts the file in its place by renaming: readers see the old file, the new one, or none. */
  archive(target: ArtifactTarget, entries: ArchiveEntries, signal: AbortSignal): Promise<Artifact>;
  /** Stores bytes that are kept as they came, in the same way. */
  put(target: ArtifactTarget, content: Uint8Array, signal: AbortSignal): Promise<Artifact>;
  exists(artifact: Artifact): Promise<boolean>;
  /** Hashes the stored file again; throws `DigestMismatch` when it is not what the artifact says. */
  verify(artifact: Artifact, signal: AbortSignal): Promise<void>;
  remove(artifact: Artifact): Promise<void>;
  /** Removes everything an object has stored; false when there was nothing. */
  removeAll(owner: ArtifactOwner): Promise<boolean>;
  /** Removes files that are too old or too many, never that of `artifact`. Returns the removed paths. */
  collectGarbage(artifact: Artifact): Promise<readonly string[]>;
  /** The URL under which this process serves a path. */
  urlOf(path: string): string;
  /** The files of a stored artifact. Unpacked trees are kept in memory within a bound, so that many readers share one. */
  readonly open: ArtifactOpener;
  /** `GET` and `HEAD` of `/<path>`. */
  readonly fetch: Handler;
}
