import { blankInBrackets, blankNull } from '../values/resolve-scalar.ts';
import type { Value } from '../values/value.ts';
import type { Cursor } from './cursor.ts';
import { type Key, MapBuilder } from './map-builder.ts';
import type { EntryNote } from './notes.ts';
import { applyProperties, readName, readProperties } from './properties.ts';
import { plainValueOf, readPlain } from './read-plain.ts';
import { readQuoted } from './read-quoted.ts';

/** Reads `[…]` or `{…}` at the cursor. */
export function readFlow(cursor: Cursor): Value {
  cursor.enter();
  const value = cursor.text[cursor.pos] === '[' ? readList(cursor) : readMap(cursor);
  cursor.leave();
  return value;
}

function readList(cursor: Cursor): Value {
  const start = cursor.pos++;
  const list: Value[] = [];
  const note = cursor.notes?.container(list, true);
  while (!closes(cursor, ']', start)) {
    if (cursor.text[cursor.pos] === ',') cursor.fail('did not find expected node content');
    const entry = readEntry(cursor);
    if (skip(cursor, start) === ':') list.push(readPair(cursor, entry, start));
    else {
      note?.entries.set(list.length, styleNote(cursor, entry.value));
      list.push(entry.value);
    }
    expectComma(cursor, ']', start);
  }
  return list;
}

/** `[a: b]` holds a map of one field. */
function readPair(cursor: Cursor, entry: Entry, start: number): Value {
  const builder = new MapBuilder(cursor);
  cursor.notes?.container(builder.fields, true);
  builder.add(entry.key, readFieldValue(cursor, start), start);
  return builder.finish();
}

function readMap(cursor: Cursor): Value {
  const start = cursor.pos++;
  const builder = new MapBuilder(cursor);
  const note = cursor.notes?.container(builder.fields, true);
  while (!closes(cursor, '}', start)) {
    const pos = cursor.pos;
    if (cursor.text[pos] === '?' && cursor.isBlankAt(pos + 1)) cursor.pos++;
    skip(cursor, start);
    const { key } = readEntry(cursor);
    const keyStyle = cursor.notes?.lastStyle;
    const value = skip(cursor, start) === ':' ? readFieldValue(cursor, start) : blank(cursor);
    if (keyStyle !== undefined) note?.entries.set(key.text, { ...styleNote(cursor, value), keyStyle });
    builder.add(key, value, pos);
    expectComma(cursor, '}', start);
  }
  return builder.finish();
}

function blank(cursor: Cursor): Value {
  return cursor.rules === 'v3' ? blankInBrackets : blankNull;
}

function styleNote(cursor: Cursor, value: Value): EntryNote {
  return { style: cursor.notes?.lastStyle ?? 'plain', value };
}

function readFieldValue(cursor: Cursor, start: number): Value {
  cursor.pos++;
  cursor.quoted = false;
  const next = skip(cursor, start);
  return next === ',' || next === '}' || next === ']' ? blank(cursor) : readEntry(cursor).value;
}

interface Entry {
  readonly value: Value;
  readonly key: Key;
}

function readEntry(cursor: Cursor): Entry {
  const properties = readProperties(cursor);
  if (properties !== undefined) skip(cursor, cursor.pos);
  const entry = readBare(cursor);
  if (properties === undefined) return entry;
  const isScalar = typeof entry.value !== 'object' || entry.key.text !== '';
  return { ...entry, value: applyProperties(cursor, properties, entry.value, isScalar ? entry.key.text : undefined) };
}

function readBare(cursor: Cursor): Entry {
  const char = cursor.text[cursor.pos];
  if (char === '[' || char === '{') return { value: readFlow(cursor), key: { text: '', plain: false } };
  if (char === '"' || char === "'") {
    const text = readQuoted(cursor);
    return { value: text, key: { text, plain: false } };
  }
  if (char === '*') {
    const value = cursor.alias(readName(cursor, cursor.pos + 1));
    return { value, key: { text: typeof value === 'string' ? value : '', plain: false } };
  }
  const text = readPlain(cursor, -1, true);
  return { value: plainValueOf(cursor, text), key: { text, plain: true } };
}

/** Moves over blanks and lines; returns the next character. */
function skip(cursor: Cursor, start: number): string {
  if (cursor.skipToContent() < 0) cursor.fail("did not find expected ',' or closing bracket", start);
  return cursor.text[cursor.pos] ?? '';
}

function closes(cursor: Cursor, bracket: ']' | '}', start: number): boolean {
  if (skip(cursor, start) !== bracket) return false;
  cursor.pos++;
  return true;
}

function expectComma(cursor: Cursor, bracket: ']' | '}', start: number): void {
  const next = skip(cursor, start);
  if (next === ',') cursor.pos++;
  else if (next !== bracket) cursor.fail(`did not find expected ',' or '${bracket}'`);
}
