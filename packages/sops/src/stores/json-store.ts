import { SopsError } from '../sops-error.ts';
import { isComment, isList, isMap, isTime, type SopsMap, type SopsValue } from '../tree/sops-tree.ts';
import { JsonReader } from './json-reader.ts';
import { readText } from './read-text.ts';
import type { SopsStore } from './sops-store.ts';

/** JSON as SOPS prints it: indented by tabs, with the names in their order. */
export const jsonStore: SopsStore = {
  read(data) {
    const document = new JsonReader(readText(data)).read();
    if (isMap(document)) return [document];
    const message = "SOPS only supports JSON files with a top-level object (starting with '{')";
    throw new SopsError('Malformed', message);
  },
  print([document = { kind: 'map', entries: [] }]: readonly SopsMap[]): Uint8Array {
    return Buffer.from(`${printValue(document, '\n')}\n`);
  },
};

function printValue(value: SopsValue, indent: string): string {
  const inner = `${indent}\t`;
  if (isMap(value)) {
    const entries = value.entries.filter((entry) => !isComment(entry));
    return enclosed(
      '{}',
      entries.map((entry) => `${printString(entry.key)}: ${printValue(entry.value, inner)}`),
      indent,
    );
  }
  if (isList(value)) {
    const items = value.items.flatMap((item) => (isComment(item) ? [] : [printValue(item, inner)]));
    return enclosed('[]', items, indent);
  }
  return printLeaf(value);
}

function enclosed(brackets: '{}' | '[]', parts: readonly string[], indent: string): string {
  if (parts.length === 0) return brackets;
  return `${brackets[0]}${indent}\t${parts.join(`,${indent}\t`)}${indent}${brackets[1]}`;
}

function printLeaf(value: SopsValue): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new SopsError('Malformed', 'JSON has no infinite numbers');
    return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
  }
  if (value instanceof Uint8Array) return printString(Buffer.from(value).toString());
  if (typeof value === 'string') return printString(value);
  return isTime(value) ? printString(value.text) : 'null';
}

/** Go escapes what HTML gives a meaning. */
const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

function printString(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (sign) => escapes[sign] ?? sign);
}
