import { UnsignedInt } from '../values/unsigned-int.ts';
import type { Value } from '../values/value.ts';
import type { Token } from './tokens.ts';

const simple: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The value of a literal token; text instead of a value says why it has none. */
export function literalValue(token: Token, sign: '' | '-'): { readonly value: Value } | { readonly error: string } {
  switch (token.kind) {
    case 'int':
      return intValue(token.text, sign);
    case 'uint':
      return uintValue(token.text);
    case 'float':
      return doubleValue(token.text, sign);
    case 'string':
      return stringValue(token.text);
    case 'bytes':
      return { value: bytesValue(token.text.slice(1)) };
    default:
      return { value: token.text === 'null' ? null : token.text === 'true' };
  }
}

function intValue(text: string, sign: '' | '-'): { value: Value } | { error: string } {
  const value = sign === '-' ? -BigInt(text) : BigInt(text);
  return value < -(2n ** 63n) || value >= 2n ** 63n ? { error: 'invalid int literal' } : { value };
}

function uintValue(text: string): { value: Value } | { error: string } {
  const value = BigInt(text.slice(0, -1));
  return value >= 2n ** 64n ? { error: 'invalid uint literal' } : { value: new UnsignedInt(value) };
}

function doubleValue(text: string, sign: '' | '-'): { value: Value } | { error: string } {
  const value = Number(`${sign}${text}`);
  return Number.isFinite(value) ? { value } : { error: 'invalid double literal' };
}

function stringValue(text: string): { value: Value } | { error: string } {
  const { body, isRaw } = unquote(text);
  if (isRaw) return { value: body };
  let broken = false;
  const value = body.replace(escapeSequence, (sequence) => {
    const code = escapeCode(sequence);
    if (typeof code === 'string') return code;
    broken ||= code > 0x10ffff || (code >= 0xd800 && code < 0xe000);
    return broken ? '' : String.fromCodePoint(code);
  });
  return broken ? { error: 'invalid unicode code point' } : { value };
}

const escapeSequence = /\\(?:[0-3][0-7][0-7]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])/g;

function bytesValue(text: string): Uint8Array {
  const { body, isRaw } = unquote(text);
  if (isRaw) return new TextEncoder().encode(body);
  const parts: number[] = [];
  let end = 0;
  for (const match of body.matchAll(escapeSequence)) {
    parts.push(...new TextEncoder().encode(body.slice(end, match.index)));
    end = match.index + match[0].length;
    const code = escapeCode(match[0]);
    if (typeof code === 'number' && code < 0x100 && !/^\\[uU]/.test(match[0])) parts.push(code);
    else parts.push(...new TextEncoder().encode(typeof code === 'string' ? code : String.fromCodePoint(code)));
  }
  parts.push(...new TextEncoder().encode(body.slice(end)));
  return Uint8Array.from(parts);
}

function unquote(text: string): { body: string; isRaw: boolean } {
  const isRaw = /^[rR]/.test(text);
  const quoted = isRaw ? text.slice(1) : text;
  const width = /^("""|''')/.test(quoted) && quoted.length >= 6 ? 3 : 1;
  return { body: quoted.slice(width, -width).replaceAll('\r\n', '\n'), isRaw };
}

function escapeCode(sequence: string): string | number {
  const kind = sequence[1] ?? '';
  if (/[xXuU]/.test(kind)) return Number.parseInt(sequence.slice(2), 16);
  if (/[0-3]/.test(kind)) return Number.parseInt(sequence.slice(1), 8);
  return simple[kind] ?? kind;
}
