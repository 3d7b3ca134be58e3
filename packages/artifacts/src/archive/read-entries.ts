import { readTar, type TarEntry, TarError, tarPath } from '@flux19/tar';
import { ArtifactError } from '../artifact-error.ts';
import type { ArchiveEntry, ArchiveLimits } from './archive-entry.ts';

/** As long as Linux takes them. */
const maximumPathLength = 4096;

/** Takes a tar apart. The contents are views on its bytes. Limits and faults as in `readArchive`. */
export function readEntries(
  tar: Buffer,
  limits: Pick<ArchiveLimits, 'entries'>,
  options: { readonly skipLinks: boolean },
): ArchiveEntry[] {
  const entries: ArchiveEntry[] = [];
  let count = 0;
  try {
    for (const entry of readTar(tar)) {
      count += 1;
      if (count > limits.entries) throw tooMany(limits.entries);
      if (entry.type === 'link' && options.skipLinks) continue;
      entries.push(toArchiveEntry(entry));
    }
  } catch (thrown) {
    if (thrown instanceof TarError) throw invalid(thrown.message, thrown);
    throw thrown;
  }
  return entries;
}

function toArchiveEntry({ type, name, mode, content }: TarEntry): ArchiveEntry {
  if (name.length > maximumPathLength) throw invalid('a path is too long');
  if (name.startsWith('/')) throw invalid(`${JSON.stringify(name)} is not a path inside of it`);
  const path = tarPath(name).join('/') || '.';
  if (type === 'folder') return { kind: 'folder', path };
  if (type !== 'file') throw invalid(`${JSON.stringify(name)} is a link or device`);
  if (path === '.') throw invalid('a file has no name');
  return { kind: 'file', path, isExecutable: (mode & 0o100) !== 0, content };
}

function tooMany(entries: number): ArtifactError {
  return new ArtifactError('TooLarge', `the archive has more than ${entries} entries`);
}

function invalid(why: string, cause?: unknown): ArtifactError {
  return new ArtifactError('InvalidArchive', `the archive is not accepted: ${why}`, { cause });
}
