import type { Cursor } from './cursor.ts';

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};
const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads a quoted scalar at the cursor and moves behind it. */
export function readQuoted(cursor: Cursor): string {
  const start = cursor.pos;
  const quote = cursor.text[start];
  if (cursor.notes !== undefined) cursor.notes.lastStyle = quote === '"' ? 'double' : 'single';
  cursor.pos++;
  cursor.quoted = true;
  return quote === '"' ? readDouble(cursor, start) : readSingle(cursor, start);
}

function readSingle(cursor: Cursor, start: number): string {
  const { text } = cursor;
  let result = '';
  for (;;) {
    const end = text.indexOf("'", cursor.pos);
    if (end < 0) cursor.fail('found unexpected end of stream', start);
    result += foldInto(cursor, text.slice(cursor.pos, end), cursor.pos);
    cursor.pos = end + 1;
    if (text[cursor.pos] !== "'") return result;
    result += "'";
    cursor.pos++;
  }
}

function readDouble(cursor: Cursor, start: number): string {
  const { text } = cursor;
  let result = '';
  let from = cursor.pos;
  for (;;) {
    const char = text[cursor.pos];
    if (char === undefined) cursor.fail('found unexpected end of stream', start);
    if (char === '"' || char === '\\') {
      result += foldInto(cursor, text.slice(from, cursor.pos), from);
      cursor.pos++;
      if (char === '"') return result;
      result += readEscape(cursor);
      from = cursor.pos;
    } else cursor.pos++;
  }
}

function readEscape(cursor: Cursor): string {
  const { text } = cursor;
  const char = text[cursor.pos++] ?? '';
  if (char === '\n') {
    cursor.lineStart = cursor.pos;
    while (text[cursor.pos] === ' ' || text[cursor.pos] === '\t') cursor.pos++;
    return '';
  }
  const length = codeLengths[char];
  if (length === undefined) return escapes[char] ?? cursor.fail('found unknown escape character');
  const digits = text.slice(cursor.pos, cursor.pos + length);
  if (digits.length !== length || !/^[0-9a-fA-F]+$/.test(digits)) {
    cursor.fail('did not find expected hexdecimal number');
  }
  cursor.pos += length;
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) cursor.fail('found invalid Unicode character escape code');
  return String.fromCodePoint(code);
}

/** Folds the lines of a piece between quotes or escapes: one line end is a blank, each further one stays. */
function foldInto(cursor: Cursor, piece: string, start: number): string {
  if (!piece.includes('\n')) return piece;
  const lines = piece.split('\n');
  let result = (lines[0] ?? '').trimEnd();
  let empty = 0;
  for (let index = 1; index < lines.length; index++) {
    const isLast = index === lines.length - 1;
    const line = isLast ? (lines[index] ?? '').replace(/^[ \t]+/, '') : (lines[index] ?? '').trim();
    if (line === '' && !isLast) empty++;
    else {
      result += empty > 0 ? '\n'.repeat(empty) : ' ';
      result += line;
      empty = 0;
    }
  }
  cursor.lineStart = start + piece.lastIndexOf('\n') + 1;
  return result;
}
