import { blockBytes, fields, readField } from './format.ts';
import { readPaxRecords } from './pax-records.ts';
import type { TarEntry, TarEntryType } from './tar-entry.ts';
import { TarError } from './tar-error.ts';

const types: ReadonlyMap<string, TarEntryType> = new Map([
  ['0', 'file'],
  ['\0', 'file'],
  ['7', 'file'],
  ['1', 'hardLink'],
  ['2', 'link'],
  ['5', 'folder'],
]);

/** What precedes a header and changes it: what the old format has no room for. */
interface Extension {
  readonly name?: string;
  readonly target?: string;
  readonly sizeBytes?: number;
}

/** Takes a tar apart as it is asked for more. Knows ustar, pax and GNU's long names. Throws `TarError` for what is damaged. */
export function* readTar(tar: Buffer): Generator<TarEntry> {
  let extension: Extension = {};
  let at = 0;
  while (at + blockBytes <= tar.length && tar[at] !== 0) {
    const header = tar.subarray(at, at + blockBytes);
    const sizeBytes = extension.sizeBytes ?? readSize(header);
    const start = at + blockBytes;
    if (start + sizeBytes > tar.length) throw new TarError('it is cut off');
    const content = tar.subarray(start, start + sizeBytes);
    at = start + Math.ceil(sizeBytes / blockBytes) * blockBytes;
    const next = readExtension(readType(header), content);
    if (next !== undefined) {
      extension = { ...extension, ...next };
      continue;
    }
    yield toEntry(header, content, extension);
    extension = {};
  }
}

function toEntry(header: Buffer, content: Buffer, extension: Extension): TarEntry {
  const name = extension.name ?? readName(header);
  const type = types.get(readType(header)) ?? 'other';
  const mode = Number.parseInt(readField(header, fields.mode).trim(), 8) & 0o7777;
  return {
    // Before there was a type for folders they were files whose name ends in a slash.
    type: type === 'file' && name.endsWith('/') ? 'folder' : type,
    name,
    mode,
    target: extension.target ?? readField(header, fields.target),
    content,
  };
}

/** Undefined for a header that stands for an entry of its own. */
function readExtension(type: string, content: Buffer): Extension | undefined {
  if (type === 'g') return {};
  if (type === 'L') return { name: longText(content) };
  if (type === 'K') return { target: longText(content) };
  return type === 'x' ? fromRecords(readPaxRecords(content)) : undefined;
}

function fromRecords(records: ReadonlyMap<string, string>): Extension {
  const [name, target, size] = [records.get('path'), records.get('linkpath'), records.get('size')];
  return {
    ...(name === undefined ? {} : { name }),
    ...(target === undefined ? {} : { target }),
    ...(size === undefined ? {} : { sizeBytes: checkedSize(Number(size)) }),
  };
}

function longText(content: Buffer): string {
  return content.toString('utf8').replace(/\0+$/, '');
}

function readType(header: Buffer): string {
  return header.toString('latin1', fields.type.start, fields.type.start + fields.type.length);
}

function readName(header: Buffer): string {
  const name = readField(header, fields.name);
  // GNU's old format, whose magic has no NUL, keeps times where the newer one has the prefix.
  const prefix = readField(header, fields.magic) === 'ustar' ? readField(header, fields.prefix) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function readSize(header: Buffer): number {
  const { start, length } = fields.size;
  // The highest bit marks a binary number: used for what octal digits cannot hold.
  const isBinary = ((header[start] ?? 0) & 0x80) !== 0;
  if (isBinary) return checkedSize(Number(header.readBigUInt64BE(start + length - 8)));
  return checkedSize(Number.parseInt(readField(header, fields.size).trim() || '0', 8));
}

function checkedSize(sizeBytes: number): number {
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) throw new TarError('an entry has an impossible size');
  return sizeBytes;
}
