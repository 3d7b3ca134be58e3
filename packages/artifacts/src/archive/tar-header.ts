/** The unit in which a tar file is written. */
export const blockBytes = 512;

/** What Flux puts into an archive, whatever the files had. */
export const modes = { file: 0o600, executable: 0o700, folder: 0o750 } as const;

const encoder = new TextEncoder();

/** A header, or two when the name needs an extended one. No owner, no time: the bytes depend on name, mode and size only. */
export function tarHeader(name: string, mode: number, sizeBytes: number, isFolder: boolean): Buffer {
  const split = splitName(name);
  if (split !== undefined) return ustarHeader(split, mode, sizeBytes, isFolder ? '5' : '0');
  const record = paxRecord('path', name);
  const shortName = { prefix: '', name: 'PaxHeaders.0/entry' };
  const short = { prefix: '', name: `entry${isFolder ? '/' : ''}` };
  return Buffer.concat([
    ustarHeader(shortName, 0o600, record.length, 'x'),
    padded(record),
    ustarHeader(short, mode, sizeBytes, isFolder ? '5' : '0'),
  ]);
}

/** Zeros that fill the last block of a content. */
export function padding(sizeBytes: number): Buffer {
  return Buffer.alloc((blockBytes - (sizeBytes % blockBytes)) % blockBytes);
}

function padded(content: Uint8Array): Buffer {
  return Buffer.concat([content, padding(content.length)]);
}

interface SplitName {
  readonly prefix: string;
  readonly name: string;
}

/** Fits a name into the two fields of the old format; undefined when it does not fit or is not ASCII. */
function splitName(path: string): SplitName | undefined {
  if (!/^[\x20-\x7e]+$/.test(path)) return undefined;
  if (path.length <= 100) return { prefix: '', name: path };
  for (let at = path.indexOf('/'); at >= 0 && at <= 155; at = path.indexOf('/', at + 1)) {
    const name = path.slice(at + 1);
    if (name.length <= 100 && name !== '') return { prefix: path.slice(0, at), name };
  }
  return undefined;
}

function ustarHeader({ prefix, name }: SplitName, mode: number, sizeBytes: number, type: string): Buffer {
  const header = Buffer.alloc(blockBytes);
  header.write(name, 0, 100, 'latin1');
  header.write(`${mode.toString(8).padStart(7, '0')}\0`, 100, 'latin1');
  header.write('0000000\0', 108, 'latin1');
  header.write('0000000\0', 116, 'latin1');
  header.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  header.write('00000000000\0', 136, 'latin1');
  // The sum is taken with spaces in its own field.
  header.write('        ', 148, 'latin1');
  header.write(type, 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  header.write('0000000\x000000000\0', 329, 'latin1');
  header.write(prefix, 345, 155, 'latin1');
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: string): Uint8Array {
  const rest = encoder.encode(` ${key}=${value}\n`);
  let length = rest.length + String(rest.length).length;
  if (String(length).length + rest.length !== length) length += 1;
  return Buffer.concat([encoder.encode(String(length)), rest]);
}
