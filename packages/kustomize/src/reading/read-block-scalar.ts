import type { Cursor } from './cursor.ts';

interface Header {
  readonly folded: boolean;
  readonly chomping: '' | '+' | '-';
  /** Explicit indentation, 0 when it must be found. */
  readonly indent: number;
}

/** Reads `|` or `>` and its lines; `parent` is the column of the collection that holds it, -1 for none. */
export function readBlockScalar(cursor: Cursor, parent: number): string {
  const header = readHeader(cursor);
  const text = readText(cursor, parent, header);
  // Printed again without the indentation that its header tells, such a text cannot be read back.
  if (text.startsWith('\t') && cursor.rules === 'v3') {
    cursor.fail('found a tab character where an indentation space is expected');
  }
  return header.folded && cursor.rules === 'v3' ? refold(text) : text;
}

function readText(cursor: Cursor, parent: number, header: Header): string {
  cursor.quoted = true;
  if (cursor.notes !== undefined) cursor.notes.lastStyle = header.folded ? 'folded' : 'literal';
  const indent = header.indent > 0 ? Math.max(parent, 0) + header.indent : findIndent(cursor, parent);
  const lines = readLines(cursor, indent);
  // A text that ends without a line end has none to give to its last scalar.
  const isCut = cursor.pos >= cursor.text.length && !cursor.text.endsWith('\n');
  let trailing = 0;
  while (lines.length > 0 && lines[lines.length - 1] === '') {
    lines.pop();
    trailing++;
  }
  if (lines.length === 0) return header.chomping === '+' ? '\n'.repeat(trailing) : '';
  const body = header.folded ? fold(lines) : lines.join('\n');
  if (header.chomping === '-' || (isCut && trailing === 0)) return body;
  return header.chomping === '+' ? body + '\n'.repeat(trailing + 1) : `${body}\n`;
}

function readHeader(cursor: Cursor): Header {
  const match = /([|>])(?:([-+])([1-9])?|([1-9])([-+])?)?/y;
  match.lastIndex = cursor.pos;
  const found = match.exec(cursor.text);
  if (found === null) cursor.fail('did not find expected block scalar header');
  cursor.pos = match.lastIndex;
  if (!cursor.skipBlanks()) cursor.fail('did not find expected comment or line break');
  const end = cursor.text.indexOf('\n', cursor.pos);
  cursor.startLine(end < 0 ? cursor.text.length : end + 1);
  const [, style, chomp, digit, digitFirst, chompLast] = found;
  const chomping = (chomp ?? chompLast ?? '') as Header['chomping'];
  return { folded: style === '>', chomping, indent: Number(digit ?? digitFirst ?? 0) };
}

function refuseTab(cursor: Cursor, pos: number): void {
  if (cursor.text.charCodeAt(pos) !== 9) return;
  cursor.fail('found a tab character where an indentation space is expected', pos);
}

/** The column of the first line with content; a line that is not deeper than the parent leaves the scalar empty. */
function findIndent(cursor: Cursor, parent: number): number {
  const { text } = cursor;
  let pos = cursor.pos;
  for (;;) {
    const start = pos;
    while (text.charCodeAt(pos) === 32) pos++;
    refuseTab(cursor, pos);
    if (text.charCodeAt(pos) !== 10) return Math.max(pos - start, parent + 1, 1);
    pos++;
  }
}

function readLines(cursor: Cursor, indent: number): string[] {
  const { text } = cursor;
  const lines: string[] = [];
  while (cursor.pos < text.length) {
    const end = text.indexOf('\n', cursor.pos);
    const stop = end < 0 ? text.length : end;
    const content = indentEnd(text, cursor.pos, stop, indent);
    if (content - cursor.pos < indent) refuseTab(cursor, content);
    if (content < stop && (content - cursor.pos < indent || (indent === 0 && cursor.isMarker()))) break;
    lines.push(text.slice(content, stop));
    cursor.startLine(end < 0 ? text.length : end + 1);
  }
  return lines;
}

function indentEnd(text: string, start: number, stop: number, indent: number): number {
  let at = start;
  while (at < stop && at - start < indent && text.charCodeAt(at) === 32) at++;
  return at;
}

/** Folds as YAML says: single line ends between lines of text become blanks; lines that start with a blank keep theirs. */
function fold(lines: readonly string[]): string {
  let result = '';
  let breaks = 0;
  let previousIsText = false;
  for (const [index, line] of lines.entries()) {
    if (index > 0) breaks++;
    if (line === '') continue;
    const isText = line[0] !== ' ' && line[0] !== '\t';
    if (index === 0) result = line;
    else if (isText && previousIsText) result += breaks === 1 ? ` ${line}` : '\n'.repeat(breaks - 1) + line;
    else result += '\n'.repeat(breaks) + line;
    breaks = 0;
    previousIsText = isText;
  }
  return result;
}

/**
 * Kustomize prints a folded scalar and reads it again before its output. Its printer looks at the first character of the text where it
 * should look at the next line: lines that start with a blank get an empty line in front, and a text that starts with a blank loses its
 * line ends to folding.
 */
function refold(text: string): string {
  const start = /^\n*/.exec(text)?.[0].length ?? 0;
  const opensWithBlank = start === text.length || text[start] === ' ' || text[start] === '\t';
  const lines = text.replace(/\n+$/, '').split('\n');
  const printed = lines.flatMap((line, index) => {
    const isDoubled = !opensWithBlank && index < lines.length - 1 && line !== '' && line[0] !== ' ' && line[0] !== '\t';
    return isDoubled ? [line, ''] : [line];
  });
  const ending = /\n+$/.exec(text)?.[0] ?? '';
  const last = lines.at(-1)?.[0] ?? '';
  const isLonger = ending.length > 1 && !opensWithBlank && last !== '' && last !== ' ' && last !== '\t';
  return fold(printed) + ending + (isLonger ? '\n' : '');
}
