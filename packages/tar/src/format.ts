/** The unit in which a tar is written. */
export const blockBytes = 512;

/** A field of a header (POSIX.1-2024, pax: ustar Interchange Format). Bytes. */
interface Field {
  readonly start: number;
  readonly length: number;
}

export type FieldName =
  | 'name'
  | 'mode'
  | 'owner'
  | 'group'
  | 'size'
  | 'time'
  | 'checksum'
  | 'type'
  | 'target'
  | 'magic'
  | 'version'
  | 'deviceMajor'
  | 'deviceMinor'
  | 'prefix';

/** Where things stand in a header. */
export const fields: Readonly<Record<FieldName, Field>> = {
  name: { start: 0, length: 100 },
  mode: { start: 100, length: 8 },
  owner: { start: 108, length: 8 },
  group: { start: 116, length: 8 },
  size: { start: 124, length: 12 },
  time: { start: 136, length: 12 },
  checksum: { start: 148, length: 8 },
  type: { start: 156, length: 1 },
  target: { start: 157, length: 100 },
  magic: { start: 257, length: 6 },
  version: { start: 263, length: 2 },
  deviceMajor: { start: 329, length: 8 },
  deviceMinor: { start: 337, length: 8 },
  prefix: { start: 345, length: 155 },
};

/** The text of a field, up to its first NUL. */
export function readField(header: Buffer, { start, length }: Field): string {
  const end = header.indexOf(0, start);
  return header.toString('utf8', start, end >= 0 && end < start + length ? end : start + length);
}
