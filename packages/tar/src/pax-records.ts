import { TarError } from './tar-error.ts';

/** The records of an extended header. Throws `TarError`. */
export function readPaxRecords(content: Buffer): Map<string, string> {
  const values = new Map<string, string>();
  let at = 0;
  while (at < content.length) {
    const gap = content.indexOf(0x20, at);
    const length = Number.parseInt(content.toString('latin1', at, gap), 10);
    if (gap < 0 || !(length > 0)) throw new TarError('an extended header is damaged');
    const record = content.toString('utf8', gap + 1, at + length - 1);
    const equals = record.indexOf('=');
    values.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return values;
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
export function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`, 'utf8');
  let length = rest.length + String(rest.length).length;
  if (String(length).length + rest.length !== length) length += 1;
  return Buffer.concat([Buffer.from(String(length), 'latin1'), rest]);
}
