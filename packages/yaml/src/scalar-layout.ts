import { isPrintable } from './scalar-analysis.ts';

/** Where a scalar stands: the column of its first character, the indentation of further lines, and the column after which lines fold. */
export interface Place {
  readonly column: number;
  readonly indent: number;
  /** Infinity where lines do not fold. */
  readonly width: number;
}

const escapes: ReadonlyMap<number, string> = new Map([
  [0x00, '\\0'],
  [0x07, '\\a'],
  [0x08, '\\b'],
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0b, '\\v'],
  [0x0c, '\\f'],
  [0x0d, '\\r'],
  [0x1b, '\\e'],
  [0x22, '\\"'],
  [0x5c, '\\\\'],
  [0x85, '\\N'],
  [0x2028, '\\L'],
  [0x2029, '\\P'],
]);

/** Whether a text may reach the folding column. */
function mayFold(text: string, place: Place): boolean {
  return place.column + text.length > place.width && text.includes(' ');
}

/** Writes a text without quotes. */
export function layPlain(text: string, place: Place): string {
  return mayFold(text, place) ? foldWords(text, place, false) : text;
}

/** Writes a text in single quotes. */
export function laySingleQuoted(text: string, place: Place): string {
  const inner = text.replaceAll("'", "''");
  const start = { ...place, column: place.column + 1 };
  const folded = mayFold(inner, start) ? foldWords(inner, start, true) : inner;
  return `'${folded}'`;
}

/** Breaks lines at single spaces beyond the width; the first and the last character are never dropped from quotes. */
function foldWords(text: string, place: Place, isQuoted: boolean): string {
  const characters = [...text];
  let column = place.column;
  let out = '';
  for (const [index, character] of characters.entries()) {
    const isInside = !isQuoted || (index > 0 && index < characters.length - 1);
    const isLone = character === ' ' && characters[index - 1] !== ' ' && characters[index + 1] !== ' ';
    if (isLone && column > place.width && isInside) {
      out += `\n${' '.repeat(place.indent)}`;
      column = place.indent;
    } else {
      out += character;
      column++;
    }
  }
  return out;
}

/** Writes a text in double quotes. */
export function layDoubleQuoted(text: string, place: Place): string {
  let column = place.column + 1;
  let out = '"';
  const characters = [...text];
  for (const [index, character] of characters.entries()) {
    const isInside = index > 0 && index < characters.length - 1;
    if (character === ' ' && isInside && column > place.width && characters[index - 1] !== ' ') {
      // A second space would be lost at the start of a line, so it is escaped.
      const guard = characters[index + 1] === ' ' ? '\\' : '';
      out += `\n${' '.repeat(place.indent)}${guard}`;
      column = place.indent + guard.length;
      continue;
    }
    const written = escapeCharacter(character);
    out += written;
    column += written.length;
  }
  return `${out}"`;
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const known = escapes.get(code);
  if (known !== undefined) return known;
  if (isPrintable(code)) return character;
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  const hexadecimal = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hexadecimal.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hexadecimal.padStart(4, '0')}` : `\\U${hexadecimal.padStart(8, '0')}`;
}

/** Writes a text as literal block, without the line feed that ends its last line. */
export function layLiteral(text: string, place: Place): string {
  const margin = ' '.repeat(place.indent);
  const hint = text.startsWith(' ') || text.startsWith('\n') ? '2' : '';
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const lines = body.split('\n').map((line) => (line === '' ? '' : margin + line));
  return `|${hint}${chomping(text)}\n${lines.join('\n')}`;
}

function chomping(text: string): string {
  if (!text.endsWith('\n')) return '-';
  return text === '\n' || text.endsWith('\n\n') ? '+' : '';
}
