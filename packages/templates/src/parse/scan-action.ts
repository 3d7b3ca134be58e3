import { quoteGo } from '@flux19/objects';
import { keywords, type TokenKind } from './token.ts';

/** The next token of an action: its kind and where it ends; or why there is none. */
export type Scanned = { readonly kind: TokenKind; readonly end: number } | { readonly fault: string };

const rightDelimiter = '}}';
const digit = /[0-9]/;
const wordCharacter = /[\p{L}\p{Nd}_]/u;
const word = /[\p{L}\p{Nd}_]+/uy;
const blanks = /[ \t\r\n]+/y;
const number =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;
const doubleQuoted = /"(?:[^"\\\n]|\\[^\n])*"/y;
const charConstant = /'(?:[^'\\\n]|\\[^\n])*'/y;
const rawQuoted = /`[^`]*`/y;

/** Reads one token inside an action, at an offset where neither blanks nor the right delimiter begin. */
export function scanAction(text: string, at: number): Scanned {
  const character = text[at];
  if (character === undefined) return { fault: 'unclosed action' };
  const single = singles.get(character);
  if (single !== undefined) return { kind: single, end: at + 1 };
  switch (character) {
    case ':':
      return text[at + 1] === '=' ? { kind: 'declare', end: at + 2 } : { fault: 'expected :=' };
    case '"':
      return quoted(text, at, doubleQuoted, 'string', 'unterminated quoted string');
    case '`':
      return quoted(text, at, rawQuoted, 'rawString', 'unterminated raw quoted string');
    case "'":
      return quoted(text, at, charConstant, 'charConstant', 'unterminated character constant');
    case '$':
      return scanName(text, at, 'variable', 'variable');
    case '.':
      if (!digit.test(text[at + 1] ?? '')) return scanName(text, at, 'field', 'dot');
      break;
    default:
  }
  if (/[-+.0-9]/.test(character)) return scanNumber(text, at);
  return scanWord(text, at);
}

const singles: ReadonlyMap<string, TokenKind> = new Map([
  ['=', 'assign'],
  ['|', 'pipe'],
  ['(', 'leftParen'],
  [')', 'rightParen'],
]);

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Where the blanks end that begin at an offset. */
export function skipBlanks(text: string, at: number): number {
  return endOf(blanks, text, at);
}

function quoted(text: string, at: number, pattern: RegExp, kind: TokenKind, fault: string): Scanned {
  const end = endOf(pattern, text, at);
  return end === at ? { fault } : { kind, end };
}

/** A field or variable, or the bare sign in front of one. */
function scanName(text: string, at: number, kind: TokenKind, bare: TokenKind): Scanned {
  if (isTerminator(text, at + 1)) return { kind: bare, end: at + 1 };
  const end = endOf(word, text, at + 1);
  return isTerminator(text, end) ? { kind, end } : badCharacter(text, end);
}

/** A sign behind a number would begin the other half of a complex one, which templates have no use for. */
function scanNumber(text: string, at: number): Scanned {
  const end = endOf(number, text, at);
  const next = characterAt(text, end);
  const isSigned = next === '+' || next === '-';
  const halfEnd = isSigned ? endOf(number, text, end) : end;
  const behind = characterAt(text, halfEnd);
  const isBad = wordCharacter.test(behind);
  const shown = text.slice(at, isBad ? halfEnd + behind.length : halfEnd);
  if (isBad || isSigned || shown.endsWith('i')) return { fault: `bad number syntax: ${quoteGo(shown)}` };
  return { kind: 'number', end };
}

function scanWord(text: string, at: number): Scanned {
  const end = endOf(word, text, at);
  if (end === at) {
    const character = characterAt(text, at);
    const isPrintable = character >= '!' && character <= '~';
    return isPrintable
      ? { kind: 'char', end: at + 1 }
      : { fault: `unrecognized character in action: ${unicodeName(character)}` };
  }
  if (!isTerminator(text, end)) return badCharacter(text, end);
  const name = text.slice(at, end);
  if (keywords.has(name)) return { kind: name as TokenKind, end };
  return { kind: name === 'true' || name === 'false' ? 'bool' : 'identifier', end };
}

/** Whether a name may end here. */
function isTerminator(text: string, at: number): boolean {
  const next = text[at];
  return next === undefined || /[ \t\r\n.,|:)(]/.test(next) || text.startsWith(rightDelimiter, at);
}

function badCharacter(text: string, at: number): Scanned {
  return { fault: `bad character ${unicodeName(characterAt(text, at))}` };
}

function characterAt(text: string, at: number): string {
  return String.fromCodePoint(...(at < text.length ? [text.codePointAt(at) ?? 0] : []));
}

/** `U+0040 '@'`; controls have no picture. */
function unicodeName(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return code < 0x20 || code === 0x7f ? name : `${name} '${character}'`;
}
