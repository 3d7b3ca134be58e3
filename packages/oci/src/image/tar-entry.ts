import { OciError } from '../oci-error.ts';
import type { ImageFile } from './image-file.ts';

export const blockBytes = 512;

const types = { file: '0', folder: '5', link: '2' } as const;

/** The blocks of one entry: deterministic, owned by root, without a time. */
export function tarEntry(file: ImageFile): Uint8Array[] {
  const content = file.kind === 'file' ? file.content : new Uint8Array();
  const name = checkedPath(file.path) + (file.kind === 'folder' ? '/' : '');
  const target = file.kind === 'link' ? file.target : '';
  const records = [...longRecord('path', name), ...longRecord('linkpath', target)];
  const extension = records.length === 0 ? [] : block('PaxHeaders.0/entry', '', 0o644, 'x', Buffer.concat(records));
  return [...extension, ...block(name, target, modeOf(file), types[file.kind], content)];
}

function modeOf(file: ImageFile): number {
  if (file.kind === 'link') return 0o777;
  return (file.mode ?? (file.kind === 'folder' ? 0o755 : 0o644)) & 0o7777;
}

function block(name: string, target: string, mode: number, type: string, content: Uint8Array): Uint8Array[] {
  const header = Buffer.alloc(blockBytes);
  header.write(name, 0, 100, 'utf8');
  header.write(`${mode.toString(8).padStart(7, '0')}\0`, 100, 'latin1');
  header.write('0000000\x000000000\0', 108, 'latin1');
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  header.write('00000000000\0', 136, 'latin1');
  // The sum is taken with spaces in its own field.
  header.write('        ', 148, 'latin1');
  header.write(type, 156, 'latin1');
  header.write(target, 157, 100, 'utf8');
  header.write('ustar\x0000', 257, 'latin1');
  header.write('0000000\x000000000\0', 329, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return [header, content, Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes)];
}

/** A record of the newer format for what the old one has no room or no letters for: `<length> <key>=<value>\n`, the length counts itself. */
function longRecord(key: string, value: string): Uint8Array[] {
  if (value.length <= 99 && /^[\x20-\x7e]*$/.test(value)) return [];
  const rest = Buffer.from(` ${key}=${value}\n`, 'utf8');
  let length = rest.length + String(rest.length).length;
  if (String(length).length + rest.length !== length) length += 1;
  return [Buffer.from(String(length), 'latin1'), rest];
}

function checkedPath(path: string): string {
  const isSafe = path !== '' && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  if (isSafe && !path.includes('\0')) return path;
  throw new OciError('InvalidContent', `'${path}' is no path inside an image`);
}
