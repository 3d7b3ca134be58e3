import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ArtifactError } from '../artifact-error.ts';
import type { ArchiveEntry, ArchiveLimits } from './archive-entry.ts';
import { readEntries } from './read-entries.ts';

const unpack = promisify(gunzip);

/**
 * Reads a tar.gz that others may have made. Throws `ArtifactError`: `TooLarge` beyond a limit, `InvalidArchive` for what is no archive,
 * for paths that leave it, hard links and devices, and for symbolic links unless they are to be skipped.
 */
export async function readArchive(
  packed: Uint8Array,
  limits: ArchiveLimits,
  options: { readonly skipLinks: boolean },
): Promise<ArchiveEntry[]> {
  if (packed.length > limits.compressedBytes) throw tooLarge(`more than ${limits.compressedBytes} bytes`);
  return readEntries(await inflate(packed, limits.unpackedBytes), limits, options);
}

async function inflate(packed: Uint8Array, maximumBytes: number): Promise<Buffer> {
  try {
    return await unpack(packed, { maxOutputLength: maximumBytes });
  } catch (thrown) {
    throw inflateFailure(thrown, maximumBytes);
  }
}

function inflateFailure(thrown: unknown, maximumBytes: number): ArtifactError {
  const isTooLarge = thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE';
  if (isTooLarge) return tooLarge(`more than ${maximumBytes} bytes unpacked`, thrown);
  return new ArtifactError('InvalidArchive', 'the archive cannot be unpacked: it is not gzip or damaged', {
    cause: thrown,
  });
}

function tooLarge(what: string, cause?: unknown): ArtifactError {
  return new ArtifactError('TooLarge', `the archive is too large: ${what}`, { cause });
}
