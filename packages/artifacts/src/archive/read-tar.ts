import { ArtifactError } from '../artifact-error.ts';
import type { ArchiveEntry, ArchiveLimits } from './archive-entry.ts';
import { blockBytes } from './tar-header.ts';

/** As long as Linux takes them. */
const maximumPathLength = 4096;

/** What precedes a header and changes it: names that are too long for the old format. */
interface Extension {
  readonly path?: string;
  readonly size?: number;
}

/** Takes a tar apart. The contents are views on its bytes. Limits and faults as in `readArchive`. */
export function readTar(
  bytes: Buffer,
  limits: Pick<ArchiveLimits, 'entries'>,
  options: { readonly skipLinks: boolean },
): ArchiveEntry[] {
  const entries: ArchiveEntry[] = [];
  let extension: Extension = {};
  let count = 0;
  let at = 0;
  while (at + blockBytes <= bytes.length && bytes[at] !== 0) {
    count += 1;
    if (count > limits.entries)
      throw new ArtifactError('TooLarge', `the archive has more than ${limits.entries} entries`);
    const header = bytes.subarray(at, at + blockBytes);
    const type = header.toString('latin1', 156, 157);
    const size = extension.size ?? readSize(header);
    const start = at + blockBytes;
    if (start + size > bytes.length) throw invalid('it is cut off');
    const content = bytes.subarray(start, start + size);
    at = start + Math.ceil(size / blockBytes) * blockBytes;
    const next = readExtension(type, content);
    if (next !== undefined) {
      extension = { ...extension, ...next };
      continue;
    }
    const entry = toEntry(type, extension.path ?? readName(header), header, content, options.skipLinks);
    if (entry !== undefined) entries.push(entry);
    extension = {};
  }
  return entries;
}

function toEntry(
  type: string,
  name: string,
  header: Buffer,
  content: Uint8Array,
  skipLinks: boolean,
): ArchiveEntry | undefined {
  const path = cleanPath(name);
  if (type === '5') return { kind: 'folder', path };
  if (type === '2' && skipLinks) return undefined;
  if (type !== '0' && type !== '\0' && type !== '7') throw invalid(`${JSON.stringify(name)} is a link or device`);
  // Before there was a type for folders they were files whose name ends in a slash.
  if (name.endsWith('/')) return { kind: 'folder', path };
  if (path === '.') throw invalid('a file has no name');
  const mode = Number.parseInt(readText(header, 100, 8), 8);
  return { kind: 'file', path, isExecutable: (mode & 0o100) !== 0, content };
}

/** Undefined for a header that stands for an entry of its own. */
function readExtension(type: string, content: Buffer): Extension | undefined {
  if (type === 'g') return {};
  if (type === 'L') return { path: content.toString('utf8').replace(/\0+$/, '') };
  return type === 'x' ? readPax(content) : undefined;
}

function readPax(content: Buffer): Extension {
  const values = new Map<string, string>();
  let at = 0;
  while (at < content.length) {
    const gap = content.indexOf(0x20, at);
    const length = Number.parseInt(content.toString('latin1', at, gap), 10);
    if (gap < 0 || !(length > 0)) throw invalid('an extended header is damaged');
    const record = content.toString('utf8', gap + 1, at + length - 1);
    const equals = record.indexOf('=');
    values.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  const path = values.get('path');
  const size = values.get('size');
  return {
    ...(path === undefined ? {} : { path }),
    ...(size === undefined ? {} : { size: checkedSize(Number(size)) }),
  };
}

function readName(header: Buffer): string {
  const name = readText(header, 0, 100);
  const isUstar = header.toString('latin1', 257, 262) === 'ustar';
  // GNU's old format keeps times where the newer one has the prefix.
  const prefix = isUstar && header[262] === 0 ? readText(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function readText(header: Buffer, start: number, length: number): string {
  const end = header.indexOf(0, start);
  return header.toString('utf8', start, end >= 0 && end < start + length ? end : start + length);
}

function readSize(header: Buffer): number {
  // The highest bit marks a binary number: used for what octal digits cannot hold.
  if (((header[124] ?? 0) & 0x80) !== 0) return checkedSize(Number(header.readBigUInt64BE(128)));
  return checkedSize(Number.parseInt(readText(header, 124, 12).trim() || '0', 8));
}

function checkedSize(size: number): number {
  if (!Number.isSafeInteger(size) || size < 0) throw invalid('an entry has an impossible size');
  return size;
}

/** The path without `.` parts; throws when it is absolute or leads out. */
function cleanPath(name: string): string {
  if (name.length > maximumPathLength) throw invalid('a path is too long');
  if (name.startsWith('/') || name.includes('\0')) throw invalid(`${JSON.stringify(name)} is not a path inside of it`);
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw invalid(`${JSON.stringify(name)} leads out of it`);
  return parts.length === 0 ? '.' : parts.join('/');
}

function invalid(why: string): ArtifactError {
  return new ArtifactError('InvalidArchive', `the archive is not accepted: ${why}`);
}
