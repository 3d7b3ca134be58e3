import { blankNull, resolveScalar, type ScalarRules } from '../values/resolve-scalar.ts';
import type { Value } from '../values/value.ts';
import { Cursor } from './cursor.ts';
import { type Key, MapBuilder } from './map-builder.ts';
import type { ContainerNote, Notes, ScalarStyle } from './notes.ts';
import { applyProperties, type Properties, readName, readProperties } from './properties.ts';
import { readBlockScalar } from './read-block-scalar.ts';
import { readFlow } from './read-flow.ts';
import { plainEnd, plainValueOf, readPlain } from './read-plain.ts';
import { readQuoted } from './read-quoted.ts';

/** The first document of a text; undefined when there is none. `line` is the 1-based line where its content starts. */
export interface ReadDocument {
  readonly value: Value;
  readonly line: number;
}

const dash = 45;
const question = 63;

/** Reads the first document of a text. Throws SyntaxProblem. */
export function readDocument(text: string, rules: ScalarRules = 'v3', notes?: Notes): ReadDocument | undefined {
  const cursor = new Cursor(text, rules, notes);
  let column = cursor.skipToContent();
  if (column < 0 && cursor.isMarker()) {
    cursor.pos += 3;
    column = cursor.skipToContent();
  } else if (text[cursor.pos] === '%') column = skipDirectives(cursor);
  if (column < 0) return undefined;
  const line = lineAt(text, cursor.pos);
  const value = readBlockNode(cursor, -1);
  if (cursor.skipToContent() >= 0) cursor.fail('did not find expected <document start>');
  noteFoot(notes, value);
  return { value, line };
}

function noteFoot(notes: Notes | undefined, value: Value): void {
  const foot = notes?.takeHead();
  const note = typeof value === 'object' && value !== null ? notes?.containers.get(value) : undefined;
  if (foot !== undefined && note !== undefined) note.foot = foot;
}

function skipDirectives(cursor: Cursor): number {
  const marker = cursor.text.indexOf('\n---');
  if (marker < 0) cursor.fail('did not find expected <document start>');
  cursor.startLine(marker + 1);
  cursor.pos += 3;
  return cursor.skipToContent();
}

function lineAt(text: string, pos: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < pos; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** Reads the node at the cursor, whose column is deeper than `parent`. */
function readBlockNode(cursor: Cursor, parent: number): Value {
  const column = cursor.pos - cursor.lineStart;
  if (startsItem(cursor)) return readSequence(cursor, column);
  if (startsComplexKey(cursor)) return readMapping(cursor, column);
  const start = cursor.pos;
  const properties = readProperties(cursor);
  if (properties === undefined) return isKeyHere(cursor) ? readMapping(cursor, column) : readInline(cursor, parent);
  if (cursor.skipBlanks()) return readTagged(cursor, parent, properties, false);
  if (!isKeyHere(cursor)) return readTaggedInline(cursor, parent, properties);
  // Properties on the line of the first key belong to the key.
  cursor.pos = start;
  return readMapping(cursor, column);
}

/** A node whose properties stood alone on their line. */
function readTagged(cursor: Cursor, parent: number, properties: Properties, isField: boolean): Value {
  const column = cursor.skipToContent();
  // The items of a list may stand at the column of the key that holds it.
  const isChild = column > parent || (isField && column === parent && startsItem(cursor));
  const value = column >= 0 && isChild ? readBlockNode(cursor, parent) : blankNull;
  return applyProperties(
    cursor,
    properties,
    value,
    typeof value === 'string' ? value : value === blankNull ? '' : undefined,
  );
}

function readTaggedInline(cursor: Cursor, parent: number, properties: Properties): Value {
  const char = cursor.text[cursor.pos];
  if (char === '[' || char === '{') return applyProperties(cursor, properties, readFlow(cursor), undefined);
  if (char === '"' || char === "'" || char === '|' || char === '>') {
    const text = char === '"' || char === "'" ? readQuoted(cursor) : readBlockScalar(cursor, parent);
    return applyProperties(cursor, properties, text, text);
  }
  if (startsItem(cursor)) cursor.fail('block sequence entries are not allowed in this context');
  const text = readPlain(cursor, parent, false);
  return applyProperties(cursor, properties, resolveScalar(text, cursor.rules), text);
}

/** A scalar, alias or bracketed collection. */
function readInline(cursor: Cursor, parent: number): Value {
  switch (cursor.text[cursor.pos]) {
    case '"':
    case "'":
      return readQuoted(cursor);
    case '[':
    case '{':
      return readFlow(cursor);
    case '|':
    case '>':
      return readBlockScalar(cursor, parent);
    case '*':
      return cursor.alias(readName(cursor, cursor.pos + 1));
    default:
      return plainValueOf(cursor, readPlain(cursor, parent, false));
  }
}

function readSequence(cursor: Cursor, column: number): Value {
  cursor.enter();
  const list: Value[] = [];
  const note = cursor.notes?.container(list, false);
  for (;;) {
    const head = cursor.notes?.takeHead();
    const { lineStart } = cursor;
    cursor.pos++;
    const value = readItem(cursor, column);
    list.push(value);
    const next = cursor.skipToContent();
    if (note !== undefined) annotate(cursor, note, list.length - 1, value, { head, lineStart });
    if (next === column && startsItem(cursor)) continue;
    if (next > column) cursor.fail("did not find expected '-' indicator");
    break;
  }
  cursor.leave();
  return list;
}

function readItem(cursor: Cursor, column: number): Value {
  if (!cursor.skipBlanks()) return readBlockNode(cursor, column);
  return cursor.skipToContent() > column ? readBlockNode(cursor, column) : blankNull;
}

function readMapping(cursor: Cursor, column: number): Value {
  cursor.enter();
  const builder = new MapBuilder(cursor);
  const note = cursor.notes?.container(builder.fields, false);
  for (;;) {
    const head = cursor.notes?.takeHead();
    const { pos, lineStart } = cursor;
    const key = readKey(cursor, column);
    const keyStyle = cursor.notes?.lastStyle;
    const value = key.isAlone === true ? blankNull : readFieldValue(cursor, column);
    builder.add(key, value, pos);
    const next = cursor.skipToContent();
    if (note !== undefined) annotate(cursor, note, key.text, value, { head, lineStart, keyStyle });
    if (next < column) break;
    if (next > column || startsItem(cursor)) cursor.fail('did not find expected key');
  }
  cursor.leave();
  return builder.finish();
}

interface About {
  readonly head: string | undefined;
  /** Where the line of the entry starts. */
  readonly lineStart: number;
  readonly keyStyle?: ScalarStyle | undefined;
}

function annotate(cursor: Cursor, note: ContainerNote, key: string | number, value: Value, about: About): void {
  const style = cursor.notes?.lastStyle ?? 'plain';
  const line = cursor.notes?.takeLine(about.lineStart);
  note.entries.set(key, { style, value, keyStyle: about.keyStyle, head: about.head, line });
}

/** Reads a key and the colon behind it. */
function readKey(cursor: Cursor, column: number): Key {
  if (startsComplexKey(cursor)) return readComplexKey(cursor, column);
  const properties = readProperties(cursor);
  const key = readSimpleKey(cursor);
  if (key === undefined) cursor.fail("could not find expected ':'");
  if (properties?.anchor !== undefined) cursor.anchor(properties.anchor, key.text);
  cursor.pos++;
  return key;
}

/** `? key` and `: value` on lines of their own, the second of which may be left out; only scalars are keys in JSON. */
function readComplexKey(cursor: Cursor, column: number): Key {
  cursor.pos++;
  cursor.skipBlanks();
  const value = readInline(cursor, column);
  if (typeof value === 'object' && value !== null) cursor.fail('invalid map key');
  const { pos, lineStart } = cursor;
  if (cursor.skipToContent() === column && cursor.text[cursor.pos] === ':') {
    cursor.pos++;
    return { text: String(value), plain: false };
  }
  cursor.pos = pos;
  cursor.lineStart = lineStart;
  return { text: String(value), plain: false, isAlone: true };
}

/** Reads a key up to its colon; undefined, with the cursor anywhere, when this is no key. */
function readSimpleKey(cursor: Cursor): Key | undefined {
  const char = cursor.text[cursor.pos];
  const start = cursor.lineStart;
  if (char === '"' || char === "'") {
    const text = readQuoted(cursor);
    cursor.skipBlanks();
    return cursor.lineStart === start && isColon(cursor) ? { text, plain: false } : undefined;
  }
  if (char === '*') {
    const name = readName(cursor, cursor.pos + 1);
    cursor.skipBlanks();
    return isColon(cursor) ? { text: String(cursor.alias(name)), plain: false } : undefined;
  }
  if (char === '[' || char === '{' || char === '|' || char === '>') return undefined;
  const end = plainEnd(cursor, cursor.pos, false);
  const text = cursor.text.slice(cursor.pos, end);
  cursor.pos = end;
  if (cursor.notes !== undefined) cursor.notes.lastStyle = 'plain';
  cursor.skipBlanks();
  return isColon(cursor) ? { text, plain: true } : undefined;
}

function isKeyHere(cursor: Cursor): boolean {
  const { pos, lineStart } = cursor;
  const style = cursor.notes?.lastStyle;
  const isKey = peekKey(cursor);
  cursor.pos = pos;
  cursor.lineStart = lineStart;
  if (cursor.notes !== undefined && style !== undefined) cursor.notes.lastStyle = style;
  return isKey;
}

function peekKey(cursor: Cursor): boolean {
  const char = cursor.text[cursor.pos];
  if (char === '*') {
    readName(cursor, cursor.pos + 1);
    cursor.skipBlanks();
    return isColon(cursor);
  }
  return readSimpleKey(cursor) !== undefined;
}

function isColon(cursor: Cursor): boolean {
  return cursor.text[cursor.pos] === ':' && cursor.isBlankAt(cursor.pos + 1);
}

/** Reads what belongs to a key of a mapping at `column`. */
function readFieldValue(cursor: Cursor, column: number): Value {
  if (cursor.notes !== undefined) cursor.notes.lastStyle = 'plain';
  cursor.quoted = false;
  if (cursor.skipBlanks()) return readNested(cursor, column);
  const char = cursor.text[cursor.pos];
  if (char === '&' || char === '!') {
    const properties = readProperties(cursor);
    if (properties === undefined) return blankNull;
    return cursor.skipBlanks()
      ? readTagged(cursor, column, properties, true)
      : readTaggedInline(cursor, column, properties);
  }
  if (startsItem(cursor)) cursor.fail('block sequence entries are not allowed in this context');
  return readInline(cursor, column);
}

/** A value on the lines below its key: deeper, or a list at the column of the key. */
function readNested(cursor: Cursor, column: number): Value {
  const next = cursor.skipToContent();
  if (next > column) return readBlockNode(cursor, column);
  return next === column && startsItem(cursor) ? readSequence(cursor, column) : blankNull;
}

function startsItem(cursor: Cursor): boolean {
  return cursor.text.charCodeAt(cursor.pos) === dash && cursor.isBlankAt(cursor.pos + 1);
}

function startsComplexKey(cursor: Cursor): boolean {
  return cursor.text.charCodeAt(cursor.pos) === question && cursor.isBlankAt(cursor.pos + 1);
}
