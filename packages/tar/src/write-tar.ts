import { blockBytes, type FieldName, fields } from './format.ts';
import { paxRecord } from './pax-records.ts';
import type { TarEntry, TarEntryType } from './tar-entry.ts';

/** What is said of an entry; its content follows, and `tarPadding`. */
export interface TarHeader extends Pick<TarEntry, 'name' | 'mode'> {
  readonly type: Exclude<TarEntryType, 'other'>;
  readonly sizeBytes: number;
  readonly target?: string;
}

const typeLetters: Readonly<Record<TarHeader['type'], string>> = { file: '0', hardLink: '1', link: '2', folder: '5' };
const printableAscii = /^[\x20-\x7e]*$/;

/**
 * A header, preceded by an extended one when a name or target needs it. It has no owner and no time: the bytes follow from what is
 * given alone. The name of a folder ends in a slash.
 */
export function tarHeader({ name, mode, type, sizeBytes, target = '' }: TarHeader): Buffer {
  const split = splitName(name);
  const isTargetShort = target.length <= fields.target.length && printableAscii.test(target);
  const records = [
    ...(split === undefined ? [paxRecord('path', name)] : []),
    ...(isTargetShort ? [] : [paxRecord('linkpath', target)]),
  ];
  const short = split ?? { prefix: '', name: type === 'folder' ? 'entry/' : 'entry' };
  const header = ustarHeader(short, mode, sizeBytes, typeLetters[type], isTargetShort ? target : '');
  if (records.length === 0) return header;
  const extension = Buffer.concat(records);
  const extended = ustarHeader({ prefix: '', name: 'PaxHeaders.0/entry' }, 0o600, extension.length, 'x', '');
  return Buffer.concat([extended, extension, tarPadding(extension.length), header]);
}

/** Zeros that fill the last block of a content. */
export function tarPadding(sizeBytes: number): Buffer {
  return Buffer.alloc((blockBytes - (sizeBytes % blockBytes)) % blockBytes);
}

/** What closes an archive. */
export function tarEnd(): Buffer {
  return Buffer.alloc(2 * blockBytes);
}

interface SplitName {
  readonly prefix: string;
  readonly name: string;
}

/** Fits a name into the two fields of the old format; undefined when it does not fit or is not ASCII. */
function splitName(path: string): SplitName | undefined {
  if (!printableAscii.test(path)) return undefined;
  if (path.length <= fields.name.length) return { prefix: '', name: path };
  for (let at = path.indexOf('/'); at >= 0 && at <= fields.prefix.length; at = path.indexOf('/', at + 1)) {
    const name = path.slice(at + 1);
    if (name.length <= fields.name.length && name !== '') return { prefix: path.slice(0, at), name };
  }
  return undefined;
}

function ustarHeader({ prefix, name }: SplitName, mode: number, sizeBytes: number, type: string, target: string) {
  const header = Buffer.alloc(blockBytes);
  const put = (field: FieldName, text: string): void => {
    header.write(text, fields[field].start, fields[field].length, 'latin1');
  };
  put('name', name);
  put('mode', octal(mode, 7));
  put('owner', octal(0, 7));
  put('group', octal(0, 7));
  put('size', octal(sizeBytes, 11));
  put('time', octal(0, 11));
  // The sum is taken with spaces in its own field.
  put('checksum', '        ');
  put('type', type);
  put('target', target);
  put('magic', 'ustar');
  put('version', '00');
  put('deviceMajor', octal(0, 7));
  put('deviceMinor', octal(0, 7));
  put('prefix', prefix);
  let sum = 0;
  for (const byte of header) sum += byte;
  put('checksum', `${octal(sum, 6)}\0 `);
  return header;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
