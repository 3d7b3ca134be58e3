import type { Issues } from './issues.ts';

type TokenKind = 'operator' | 'ident' | 'keyword' | 'int' | 'uint' | 'float' | 'string' | 'bytes' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
}

const space = /[\t \r\n\f]+|\/\/[^\n]*/y;
const ident = /[A-Za-z_][A-Za-z0-9_]*/y;
const float = /\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?/y;
const integer = /0x[0-9a-fA-F]+[uU]?|\d+[uU]?/y;
const escapes = '\\\\(?:[abfnrtv"\'\\\\?`]|[0-3][0-7][0-7]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})';
const text = new RegExp(
  [
    `"""(?:${escapes}|[^\\\\])*?"""`,
    `'''(?:${escapes}|[^\\\\])*?'''`,
    `"(?:${escapes}|[^\\\\"\\n\\r])*"`,
    `'(?:${escapes}|[^\\\\'\\n\\r])*'`,
  ].join('|'),
  'y',
);
const rawText = /[rR](?:"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n\r]*"|'[^'\n\r]*')/y;
const operator = /==|!=|<=|>=|&&|\|\||[[\]{}().,\-!?:+*/%<>]/y;
const keywords: ReadonlySet<string> = new Set(['true', 'false', 'null', 'in']);

/** Cuts a source into tokens; the last is of kind `end`. What is no token is reported and skipped. */
export function tokenize(source: string, issues: Issues): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const blank = matchAt(space, source, at);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const token = readToken(source, at);
    if (token === undefined) {
      const rune = String.fromCodePoint(source.codePointAt(at) ?? 0);
      issues.report(at, `Syntax error: token recognition error at: '${rune}'`);
      at += rune.length;
      continue;
    }
    tokens.push(token);
    at += token.text.length;
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: source.length });
  return tokens;
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

function readToken(source: string, at: number): Token | undefined {
  return readText(source, at) ?? readWord(source, at) ?? readNumber(source, at) ?? readOperator(source, at);
}

function readText(source: string, at: number): Token | undefined {
  const plain = matchAt(rawText, source, at) ?? matchAt(text, source, at);
  if (plain !== undefined) return { kind: 'string', text: plain, at };
  if (source[at] !== 'b' && source[at] !== 'B') return undefined;
  const bytes = matchAt(rawText, source, at + 1) ?? matchAt(text, source, at + 1);
  return bytes === undefined ? undefined : { kind: 'bytes', text: source.slice(at, at + 1 + bytes.length), at };
}

function readWord(source: string, at: number): Token | undefined {
  const word = matchAt(ident, source, at);
  if (word === undefined) return undefined;
  return { kind: keywords.has(word) ? 'keyword' : 'ident', text: word, at };
}

function readNumber(source: string, at: number): Token | undefined {
  const decimal = matchAt(float, source, at);
  if (decimal !== undefined) return { kind: 'float', text: decimal, at };
  const whole = matchAt(integer, source, at);
  if (whole === undefined) return undefined;
  return { kind: /[uU]$/.test(whole) ? 'uint' : 'int', text: whole, at };
}

function readOperator(source: string, at: number): Token | undefined {
  const found = matchAt(operator, source, at);
  return found === undefined ? undefined : { kind: 'operator', text: found, at };
}
