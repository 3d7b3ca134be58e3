import type { Descriptor, FetchedImage, FetchedManifest, Platform } from '../content/manifest.ts';
import type { OciReference, RepositoryName } from '../reference/oci-reference.ts';

/** Bytes in a registry. */
export interface BlobReference {
  readonly digest: string;
  /** Where known, other lengths are refused. */
  readonly size?: number;
}

export interface ManifestContent {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface BlobUpload {
  /** Sends the content in requests of at most this many bytes; all at once when absent. */
  readonly chunkBytes?: number;
  /** A repository of the same registry that may have the blob already. */
  readonly mountFrom?: string;
}

/**
 * The distribution protocol. Everything read is checked against its digest before, or while, the caller gets it.
 * Methods throw `OciError`, or the signal's reason.
 */
export interface OciClient {
  /** Asks whether the registry speaks the protocol and takes the credentials. */
  ping(registry: string, signal: AbortSignal): Promise<void>;
  /** Every tag, in the registry's order. */
  listTags(repository: RepositoryName, signal: AbortSignal): Promise<string[]>;
  /** Every repository that the registry tells of. */
  listRepositories(registry: string, signal: AbortSignal): Promise<string[]>;
  /** What a tag or digest stands for now, without its content. */
  resolve(reference: OciReference, signal: AbortSignal): Promise<Descriptor>;
  getManifest(reference: OciReference, signal: AbortSignal): Promise<FetchedManifest>;
  /** The image of a reference; of an index the one for the platform, linux/amd64 when absent. */
  getImage(reference: OciReference, signal: AbortSignal, platform?: Platform): Promise<FetchedImage>;
  /** Writes a manifest under the reference's tag, or under its digest when it has none. */
  putManifest(reference: OciReference, content: ManifestContent, signal: AbortSignal): Promise<Descriptor>;
  /** Removes what the reference names; a tag only where the registry can do that. */
  deleteManifest(reference: OciReference, signal: AbortSignal): Promise<void>;
  hasBlob(repository: RepositoryName, digest: string, signal: AbortSignal): Promise<boolean>;
  /** The content as it arrives. The stream fails, with `DigestMismatch` or `TooLarge`, before its end when it is not the promised one. */
  openBlob(repository: RepositoryName, blob: BlobReference, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  /** The whole content, of at most `maximumBytes`. */
  readBlob(
    repository: RepositoryName,
    blob: BlobReference,
    signal: AbortSignal,
    maximumBytes?: number,
  ): Promise<Uint8Array>;
  /** Sends a blob unless the registry has it. */
  putBlob(
    repository: RepositoryName,
    content: Uint8Array,
    signal: AbortSignal,
    upload?: BlobUpload,
  ): Promise<{ readonly digest: string; readonly size: number }>;
  deleteBlob(repository: RepositoryName, digest: string, signal: AbortSignal): Promise<void>;
  /** Manifests whose subject the digest is; also found where the registry only knows the tag scheme of the specification. */
  listReferrers(
    repository: RepositoryName,
    digest: string,
    signal: AbortSignal,
    artifactType?: string,
  ): Promise<Descriptor[]>;
}
