import { scanAction, skipBlanks } from './scan-action.ts';
import type { Token, TokenKind } from './token.ts';

const left = '{{';
const right = '}}';
const trimLeft = /^-[ \t\r\n]/;
const trimRight = /^[ \t\r\n]-\}\}/;
const leadingBlanks = /[ \t\r\n]*/y;

/** Takes a template apart, token by token. Ends with a token `eof` or `error`. */
export function* lexTemplate(text: string): Generator<Token, undefined> {
  const lexer = new Lexer(text);
  for (;;) {
    const token = lexer.next();
    yield token;
    if (token.kind === 'eof' || token.kind === 'error') return undefined;
  }
}

class Lexer {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #counted = 0;
  #isInside = false;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  next(): Token {
    return this.#isInside ? this.#inside() : this.#outside();
  }

  /** Text up to the next action, or the beginning of one. Comments are passed over. */
  #outside(): Token {
    for (;;) {
      const found = this.#text.indexOf(left, this.#at);
      const text = this.#textBefore(found);
      if (text !== undefined) return text;
      if (found < 0) return this.#token('eof', '', this.#text.length);
      const comment = this.#comment(found);
      if (comment === undefined) return this.#leftDelimiter(found);
      if (comment !== 'passed') return comment;
    }
  }

  /** What stands before the next action, without the blanks that it trims; undefined when nothing is left. */
  #textBefore(found: number): Token | undefined {
    const from = this.#at;
    const end = found < 0 ? this.#text.length : found;
    const isTrimmed = found >= 0 && trimLeft.test(this.#text.slice(found + 2, found + 4));
    const text = this.#text.slice(from, end);
    const kept = isTrimmed ? text.replace(/[ \t\r\n]+$/, '') : text;
    this.#at = end;
    return kept === '' ? undefined : this.#token('text', kept, from);
  }

  /** Passes over a comment; undefined when none begins here. */
  #comment(at: number): 'passed' | Token | undefined {
    const start = trimLeft.test(this.#text.slice(at + 2, at + 4)) ? at + 4 : at + 2;
    if (!this.#text.startsWith('/*', start)) return undefined;
    const end = this.#text.indexOf('*/', start + 2);
    if (end < 0) return this.#error('unclosed comment', at);
    const after = this.#rightDelimiterAt(end + 2);
    if (after === undefined) return this.#error('comment ends before closing delimiter', at);
    this.#at = after;
    return 'passed';
  }

  #leftDelimiter(at: number): Token {
    const isTrimmed = trimLeft.test(this.#text.slice(at + 2, at + 4));
    this.#at = at + (isTrimmed ? 4 : 2);
    this.#isInside = true;
    this.#depth = 0;
    return this.#token('leftDelimiter', left, at);
  }

  #inside(): Token {
    const at = this.#at;
    const after = this.#rightDelimiterAt(at);
    if (after !== undefined) {
      if (this.#depth > 0) return this.#error('unclosed left paren', at);
      this.#isInside = false;
      this.#at = after;
      return this.#token('rightDelimiter', right, at);
    }
    const blanksEnd = skipBlanks(this.#text, at);
    if (blanksEnd > at) return this.#blanks(at, blanksEnd);
    const scanned = scanAction(this.#text, at);
    if ('fault' in scanned) return this.#error(scanned.fault, at);
    if (scanned.kind === 'leftParen') this.#depth += 1;
    if (scanned.kind === 'rightParen') this.#depth -= 1;
    if (this.#depth < 0) return this.#error('unexpected right paren', at);
    this.#at = scanned.end;
    return this.#token(scanned.kind, this.#text.slice(at, scanned.end), at);
  }

  /** The last blank before a trim marker belongs to the marker. */
  #blanks(at: number, end: number): Token {
    const isMarked = this.#text.startsWith(`-${right}`, end);
    const stop = isMarked ? end - 1 : end;
    if (stop === at) {
      this.#at = at;
      return this.#inside();
    }
    this.#at = stop;
    return this.#token('space', this.#text.slice(at, stop), at);
  }

  /** Behind a right delimiter and the blanks that it trims; undefined when there is none here. */
  #rightDelimiterAt(at: number): number | undefined {
    if (this.#text.startsWith(right, at)) return at + 2;
    if (!trimRight.test(this.#text.slice(at, at + 4))) return undefined;
    leadingBlanks.lastIndex = at + 4;
    leadingBlanks.test(this.#text);
    return leadingBlanks.lastIndex;
  }

  #error(message: string, at: number): Token {
    return { kind: 'error', text: message, at, line: this.#lineAt(this.#faultEnd(message, at)) };
  }

  /** Go counts the lines that it has read, also those of what it complains about. */
  #faultEnd(message: string, at: number): number {
    return message === 'unclosed action' ? this.#text.length : at;
  }

  #token(kind: TokenKind, text: string, at: number): Token {
    return { kind, text, at, line: this.#lineAt(at) };
  }

  #lineAt(at: number): number {
    for (; this.#counted < at; this.#counted += 1) if (this.#text[this.#counted] === '\n') this.#line += 1;
    return this.#line;
  }
}
