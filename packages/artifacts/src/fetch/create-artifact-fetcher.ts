import type { Handler } from '@flux19/ports';
import { type ArchiveLimits, defaultArchiveLimits } from '../archive/archive-entry.ts';
import { readArchive } from '../archive/read-archive.ts';
import type { Artifact } from '../artifact.ts';
import { ArtifactError } from '../artifact-error.ts';
import { checkDigest, digestOf } from '../digest.ts';
import type { ArtifactOpener, ArtifactTree } from '../tree/artifact-tree.ts';
import { createArtifactTree } from '../tree/create-artifact-tree.ts';
import { TreeCache } from '../tree/tree-cache.ts';

/** How artifacts of other processes are fetched. */
export interface ArtifactFetcherOptions {
  /** Sends a request; redirects are not to be followed. */
  readonly fetch: Handler;
  readonly limits?: ArchiveLimits;
  /** How much unpacked content is kept in memory; default 64 MiB. */
  readonly memoryBytes?: number;
}

const downloadTimeoutMs = 120_000;

/**
 * Opens artifacts by their URL: downloads, checks the digest, unpacks in memory. Does not retry: the caller's queue does.
 * Symbolic links in the archive are passed over, as Flux does.
 */
export function createArtifactFetcher(options: ArtifactFetcherOptions): ArtifactOpener {
  const limits = options.limits ?? defaultArchiveLimits;
  const trees = new TreeCache(options.memoryBytes ?? 64 * 1024 * 1024);

  async function download(artifact: Artifact, signal: AbortSignal): Promise<ArtifactTree> {
    const response = await send(artifact, signal);
    if (response.status === 404) throw new ArtifactError('NotFound', 'file not found');
    if (response.status !== 200) {
      await response.body?.cancel();
      const status = `${response.status} ${response.statusText}`.trim();
      throw new ArtifactError('Unavailable', `failed to download archive from ${artifact.url} (status: ${status})`);
    }
    const packed = await readBounded(response, limits.compressedBytes);
    checkDigest(digestOf(packed), artifact.digest);
    return createArtifactTree(await readArchive(packed, limits, { skipLinks: true }));
  }

  async function send(artifact: Artifact, signal: AbortSignal): Promise<Response> {
    try {
      return await options.fetch(new Request(artifact.url, { signal, redirect: 'manual' }));
    } catch (thrown) {
      signal.throwIfAborted();
      throw unavailable(thrown);
    }
  }

  // Several may wait for one download, so none of their signals ends it.
  return (artifact, signal) => {
    const timeout = AbortSignal.timeout(downloadTimeoutMs);
    return orAbort(
      trees.get(artifact.digest, () => download(artifact, timeout)),
      signal,
    );
  };
}

/** The promise's outcome, or the signal's reason if that comes first. */
function orAbort<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', onAbort));
}

/** The body, unless it is larger than allowed: what the server says about its length is not believed. */
async function readBounded(response: Response, maximumBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > maximumBytes) throw tooLarge(maximumBytes);
      chunks.push(chunk);
    }
  } catch (thrown) {
    throw thrown instanceof ArtifactError ? thrown : unavailable(thrown);
  }
  return Buffer.concat(chunks, size);
}

function tooLarge(maximumBytes: number): ArtifactError {
  return new ArtifactError('TooLarge', `artifact is greater than the max download size of ${maximumBytes} bytes`);
}

function unavailable(cause: unknown): ArtifactError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ArtifactError('Unavailable', `failed to download archive: ${why}`, { cause });
}
