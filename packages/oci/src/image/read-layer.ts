import { OciError } from '../oci-error.ts';
import type { LayerEntry } from './layer-entry.ts';
import { blockBytes } from './tar-entry.ts';

const whiteoutPrefix = '.wh.';
const opaqueMark = '.wh..wh..opq';
const kinds: ReadonlyMap<string, LayerEntry['kind']> = new Map([
  ['0', 'file'],
  ['\0', 'file'],
  ['7', 'file'],
  ['1', 'hardLink'],
  ['2', 'link'],
  ['5', 'folder'],
]);

/** What precedes a header and changes it. */
interface Extension {
  readonly path?: string;
  readonly target?: string;
  readonly size?: number;
}

/** Takes the tar of a layer apart, with its whiteouts. Contents are views on its bytes. Throws `OciError` `InvalidContent`. */
export function* readLayer(tar: Buffer): Generator<LayerEntry> {
  let extension: Extension = {};
  let at = 0;
  while (at + blockBytes <= tar.length && tar[at] !== 0) {
    const header = tar.subarray(at, at + blockBytes);
    const type = header.toString('latin1', 156, 157);
    const size = extension.size ?? readSize(header);
    const start = at + blockBytes;
    if (start + size > tar.length) throw invalid('it is cut off');
    const content = tar.subarray(start, start + size);
    at = start + Math.ceil(size / blockBytes) * blockBytes;
    const next = readExtension(type, content);
    if (next !== undefined) {
      extension = { ...extension, ...next };
      continue;
    }
    const name = extension.path ?? readName(header);
    const target = extension.target ?? readText(header, 157, 100);
    extension = {};
    yield toEntry(type, name, target, header, content);
  }
}

function toEntry(type: string, name: string, target: string, header: Buffer, content: Buffer): LayerEntry {
  const path = readPath(name);
  const mode = Number.parseInt(readText(header, 100, 8).trim(), 8) & 0o777;
  const last = path.at(-1) ?? '';
  const folder = path.slice(0, -1);
  const common = { mode: Number.isNaN(mode) ? 0 : mode, target, content };
  if (last === opaqueMark) return { ...common, kind: 'opaque', path: folder };
  if (last.startsWith(whiteoutPrefix)) {
    return { ...common, kind: 'whiteout', path: readPath([...folder, last.slice(whiteoutPrefix.length)].join('/')) };
  }
  // Before there was a type for folders they were files whose name ends in a slash.
  const kind = name.endsWith('/') && kinds.get(type) === 'file' ? 'folder' : (kinds.get(type) ?? 'other');
  return { ...common, kind, path };
}

/** The names of a path. Throws for one that leads out. */
export function readPath(name: string): string[] {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || name.includes('\0')) throw invalid(`the path ${JSON.stringify(name)} leads out of it`);
  return parts;
}

/** Undefined for a header that stands for an entry of its own. */
function readExtension(type: string, content: Buffer): Extension | undefined {
  if (type === 'g') return {};
  if (type === 'L') return { path: content.toString('utf8').replace(/\0+$/, '') };
  if (type === 'K') return { target: content.toString('utf8').replace(/\0+$/, '') };
  return type === 'x' ? readRecords(content) : undefined;
}

function readRecords(content: Buffer): Extension {
  const values = new Map<string, string>();
  for (let at = 0; at < content.length; ) {
    const gap = content.indexOf(0x20, at);
    const length = Number.parseInt(content.toString('latin1', at, gap), 10);
    if (gap < 0 || !(length > 0)) throw invalid('an extended header is damaged');
    const record = content.toString('utf8', gap + 1, at + length - 1);
    const equals = record.indexOf('=');
    values.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  const [path, target, size] = [values.get('path'), values.get('linkpath'), values.get('size')];
  return {
    ...(path === undefined ? {} : { path }),
    ...(target === undefined ? {} : { target }),
    ...(size === undefined ? {} : { size: checkedSize(Number(size)) }),
  };
}

function readName(header: Buffer): string {
  const name = readText(header, 0, 100);
  // GNU's old format keeps times where the newer one has the prefix.
  const isUstar = header.toString('latin1', 257, 262) === 'ustar' && header[262] === 0;
  const prefix = isUstar ? readText(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function readSize(header: Buffer): number {
  // Sizes beyond eight gigabytes are written in binary; no layer here may be that large.
  const text = readText(header, 124, 12).trim();
  return checkedSize(text === '' ? 0 : Number.parseInt(text, 8));
}

function checkedSize(size: number): number {
  if (Number.isSafeInteger(size) && size >= 0) return size;
  throw invalid('an entry has no size');
}

function readText(header: Buffer, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end);
}

function invalid(why: string): OciError {
  return new OciError('InvalidContent', `the layer cannot be unpacked: ${why}`);
}
