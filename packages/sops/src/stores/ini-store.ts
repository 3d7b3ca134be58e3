import { SopsError } from '../sops-error.ts';
import { plainText } from '../tree/plain-text.ts';
import { isComment, isList, isMap, type SopsEntry, type SopsMap, type SopsValue } from '../tree/sops-tree.ts';
import { defaultSection, IniReader } from './ini-reader.ts';
import { readText } from './read-text.ts';
import type { SopsStore } from './sops-store.ts';

/** Sections of `name = value`, printed as gopkg.in/ini.v1 prints them: aligned, with a line between sections. */
export const iniStore: SopsStore = {
  read: (data) => [new IniReader(readText(data)).read()],
  print([document = { kind: 'map', entries: [] }]) {
    const sections = document.entries.filter((entry) => !isComment(entry));
    const [first, ...others] = sections;
    const isPlain = first?.key === defaultSection && isMap(first.value);
    const head = isPlain ? printEntries(first.value as SopsMap) : '';
    const named = (isPlain ? others : sections).map(printSection);
    return Buffer.from([...(head === '' ? [] : [head]), ...named].join('\n'));
  },
};

function printSection({ key, value }: SopsEntry): string {
  if (!isMap(value)) throw new SopsError('Malformed', `${key}: Section values should always be TreeBranches`);
  const [first] = value.entries;
  const ownComment = first !== undefined && isComment(first) ? printComment(first.text) : '';
  return `${ownComment}[${key}]\n${printEntries(value)}`;
}

/** A comment stands behind its entry in the tree and above it in the file. */
function printEntries({ entries }: SopsMap): string {
  const widths = entries.flatMap((entry) => (isComment(entry) ? [] : [quotedKey(entry.key).length]));
  const width = Math.max(0, ...widths);
  const lines: string[] = [];
  for (const [i, entry] of entries.entries()) {
    if (isComment(entry)) continue;
    const next = entries[i + 1];
    if (next !== undefined && isComment(next)) lines.push(printComment(next.text));
    lines.push(`${quotedKey(entry.key).padEnd(width)} = ${quotedValue(textOf(entry.key, entry.value))}\n`);
  }
  return lines.join('');
}

function printComment(text: string): string {
  const lines = text.split('\n').map((line) => (/^[#;]/.test(line) ? line : `; ${line.trim()}`));
  return `${lines.join('\n')}\n`;
}

function textOf(key: string, value: SopsValue): string {
  if (value === null) return 'null';
  if (isMap(value) || isList(value) || value instanceof Uint8Array) {
    throw new SopsError('Malformed', `${key}: the value does not fit into an INI file`);
  }
  return plainText(value as string);
}

function quotedKey(key: string): string {
  if (/["=:]/.test(key)) return `\`${key}\``;
  return key.includes('`') ? `"""${key}"""` : key;
}

function quotedValue(text: string): string {
  if (/[\n`]/.test(text)) return `"""${text}"""`;
  if (/[#;]/.test(text)) return `\`${text}\``;
  return text.trim() === text ? text : `"${text}"`;
}
