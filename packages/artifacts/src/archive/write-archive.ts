import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { tarEnd, tarHeader, tarPadding } from '@flux19/tar';
import type { ArchiveEntry } from './archive-entry.ts';

/** Entries as they come: all at once or read along the way. */
export type ArchiveEntries = Iterable<ArchiveEntry> | AsyncIterable<ArchiveEntry>;

/** What was written. */
export interface WrittenArchive {
  /** `sha256:<hex>` */
  readonly digest: string;
  readonly sizeBytes: number;
}

/** What Flux puts into an archive, whatever the files had. */
const modes = { file: 0o600, executable: 0o700, folder: 0o750 } as const;

/** Small parts are joined up to this size before they are compressed. */
const joinedBytes = 64 * 1024;

/**
 * Writes a tar.gz file with mode 0600; the same entries give the same bytes. The speed of compression counts more than its strength:
 * the file is read a few times, mostly on the same machine.
 */
export async function writeArchive(
  file: string,
  entries: ArchiveEntries,
  signal: AbortSignal,
): Promise<WrittenArchive> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      done(null, chunk);
    },
  });
  const gzip = createGzip({ level: 1 });
  await pipeline(joined(tarParts(entries)), gzip, measure, createWriteStream(file, { mode: 0o600, flags: 'wx' }), {
    signal,
  });
  return { digest: `sha256:${hash.digest('hex')}`, sizeBytes };
}

async function* tarParts(entries: ArchiveEntries): AsyncGenerator<Uint8Array> {
  for await (const entry of entries) {
    if (entry.kind === 'folder') {
      yield tarHeader({ type: 'folder', name: `${entry.path}/`, mode: modes.folder, sizeBytes: 0 });
      continue;
    }
    const { path, content, isExecutable } = entry;
    const mode = isExecutable ? modes.executable : modes.file;
    yield tarHeader({ type: 'file', name: path, mode, sizeBytes: content.length });
    yield content;
    yield tarPadding(content.length);
  }
  yield tarEnd();
}

async function* joined(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const part of parts) {
    waiting.push(part);
    size += part.length;
    if (size < joinedBytes) continue;
    yield Buffer.concat(waiting, size);
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting, size);
}
