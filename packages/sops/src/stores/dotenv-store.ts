import { SopsError } from '../sops-error.ts';
import { plainText } from '../tree/plain-text.ts';
import { isComment, isList, isMap, type SopsComment, type SopsEntry, type SopsMap } from '../tree/sops-tree.ts';
import { readText } from './read-text.ts';
import type { SopsStore } from './sops-store.ts';

/** `NAME=value` a line, with `\n` for line breaks. */
export const dotenvStore: SopsStore = {
  read(data) {
    const lines = readText(data)
      .split('\n')
      .filter((line) => line !== '');
    return [{ kind: 'map', entries: lines.map(readLine) }];
  },
  print: ([document]) => Buffer.from((document?.entries ?? []).map(printLine).join('')),
};

function readLine(line: string): SopsEntry | SopsComment {
  if (line.startsWith('#')) return { kind: 'comment', text: line.slice(1), isInline: false };
  const at = line.indexOf('=');
  if (at < 0) throw new SopsError('Malformed', 'invalid dotenv input line: it has no =');
  return { kind: 'entry', key: line.slice(0, at), value: line.slice(at + 1).replaceAll('\\n', '\n') };
}

function printLine(entry: SopsMap['entries'][number]): string {
  if (isComment(entry)) return `#${entry.text}\n`;
  const { key, value } = entry;
  if (isMap(value) || isList(value)) {
    throw new SopsError('Malformed', `cannot use complex value in dotenv file; offending key ${key}`);
  }
  if (value instanceof Uint8Array) throw new SopsError('Malformed', `the value of ${key} is not a text`);
  const text = value === null ? '' : plainText(value as string).replaceAll('\n', '\\n');
  return `${key}=${text}\n`;
}
