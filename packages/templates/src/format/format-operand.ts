import { quoteGo } from '@flux19/objects';
import { GoInteger } from '../values/go-integer.ts';
import { GoStruct } from '../values/go-struct.ts';
import { GoTime } from '../values/go-time.ts';
import type { GoValue } from '../values/go-value.ts';
import { integerOf, isFunction, isList, isNil, isObject, typeOf } from '../values/kinds.ts';
import { sortedEntries } from '../values/sorted-entries.ts';
import { formatFloatAs } from './format-float.ts';
import { formatLiteral, formatValue } from './format-value.ts';

/** One `%…` of a format. */
export interface Directive {
  readonly verb: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly isLeft: boolean;
  readonly hasPlus: boolean;
  readonly hasSharp: boolean;
  readonly hasSpace: boolean;
  readonly hasZero: boolean;
}

/** One operand in the form that a directive asks for. */
export function formatOperand(value: GoValue, directive: Directive): string {
  const { verb } = directive;
  if (verb === 'T') return pad(typeOf(value), directive);
  if (isNil(value)) return verb === 'v' ? pad('<nil>', directive) : `%!${verb}(<nil>)`;
  if (verb === 'v' && directive.hasSharp) return pad(formatLiteral(value), directive);
  if (isPrintable(value) && /[vsq]/.test(verb)) return formatText(formatValue(value), directive);
  if (isList(value)) return `[${value.map((each) => formatOperand(each, directive)).join(' ')}]`;
  if (isObject(value) || value instanceof Map) {
    const entries = sortedEntries(value).map(
      ([key, each]) => `${formatOperand(key, directive)}:${formatOperand(each, directive)}`,
    );
    return `map[${entries.join(' ')}]`;
  }
  if (value instanceof GoStruct) {
    const name = (field: string): string => (directive.hasPlus && verb === 'v' ? `${field}:` : '');
    return `{${value.type.fields.map((field) => name(field) + formatOperand(value.get(field), directive)).join(' ')}}`;
  }
  return formatScalar(value, directive);
}

/** Types with a method String print themselves. */
function isPrintable(value: GoValue): boolean {
  if (value instanceof GoTime) return true;
  if (value instanceof GoInteger) return value.kind === 'time.Duration' || value.kind === 'time.Month';
  return value instanceof GoStruct && value.type.print !== undefined;
}

function formatScalar(value: GoValue, directive: Directive): string {
  const { verb } = directive;
  if (typeof value === 'boolean')
    return verb === 't' || verb === 'v' ? pad(String(value), directive) : bad(value, verb);
  if (typeof value === 'string') return formatText(value, directive);
  if (typeof value === 'number') return formatNumber(value, directive);
  const integer = integerOf(value);
  if (integer !== undefined) return formatInteger(integer, value, directive);
  if (value instanceof Uint8Array) return formatText(Buffer.from(value).toString('utf8'), directive);
  return isFunction(value) && verb === 'v' ? '0x0' : bad(value, verb);
}

function formatText(text: string, directive: Directive): string {
  const cut = directive.precision === undefined ? text : [...text].slice(0, directive.precision).join('');
  switch (directive.verb) {
    case 'v':
    case 's':
      return pad(cut, directive);
    case 'q':
      return pad(directive.hasSharp && !cut.includes('`') ? `\`${cut}\`` : quoteGo(cut), directive);
    case 'x':
    case 'X': {
      const hex = Buffer.from(text).subarray(0, directive.precision).toString('hex');
      const prefix = directive.hasSharp && hex !== '' ? '0x' : '';
      return pad(directive.verb === 'X' ? (prefix + hex).toUpperCase() : prefix + hex, directive);
    }
    default:
      return bad(text, directive.verb);
  }
}

function formatNumber(value: number, directive: Directive): string {
  const { verb, precision } = directive;
  const lower = verb === 'v' ? 'g' : verb.toLowerCase();
  if (lower !== 'e' && lower !== 'f' && lower !== 'g') return bad(value, verb);
  const text = formatFloatAs(value, lower, precision);
  const isUpper = verb === 'E' || verb === 'G';
  return padNumber(withSign(isUpper ? text.toUpperCase() : text, directive), directive, Number.isFinite(value));
}

const bases: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };
const prefixes: Readonly<Record<string, string>> = { b: '0b', o: '0', x: '0x', X: '0X' };

function formatInteger(integer: bigint, value: GoValue, directive: Directive): string {
  const { verb } = directive;
  const base = bases[verb];
  if (base !== undefined) return formatDigits(integer, base, directive);
  const isCharacter = integer >= 0n && integer <= 0x10ffffn;
  const character = isCharacter ? String.fromCodePoint(Number(integer)) : '\ufffd';
  if (verb === 'c') return pad(character, directive);
  if (verb === 'q') return pad(quoteCharacter(character), directive);
  if (verb === 'U') return pad(`U+${integer.toString(16).toUpperCase().padStart(4, '0')}`, directive);
  return bad(value, verb);
}

function formatDigits(integer: bigint, base: number, directive: Directive): string {
  const { verb, hasSharp, precision } = directive;
  const digits = (integer < 0n ? -integer : integer).toString(base).padStart(precision ?? 0, '0');
  const sharp = hasSharp ? (prefixes[verb] ?? '') : '';
  const prefix = verb === 'O' ? '0o' : sharp;
  const text = (integer < 0n ? '-' : '') + prefix + (verb === 'X' ? digits.toUpperCase() : digits);
  return padNumber(withSign(text, directive), directive, precision === undefined);
}

function quoteCharacter(character: string): string {
  if (character === "'") return "'\\''";
  return character === '"' ? `'"'` : `'${quoteGo(character).slice(1, -1)}'`;
}

function withSign(text: string, { hasPlus, hasSpace, verb }: Directive): string {
  if (/^[-+]/.test(text)) return text.startsWith('+') && !hasPlus && text !== '+Inf' ? text.slice(1) : text;
  if (hasPlus && verb !== 'v') return `+${text}`;
  return hasSpace ? ` ${text}` : text;
}

/** Zeros go behind the sign. */
function padNumber(text: string, directive: Directive, allowsZeros: boolean): string {
  const missing = directive.width - [...text].length;
  if (!directive.hasZero || !allowsZeros || missing <= 0) return pad(text, { ...directive, hasZero: false });
  const sign = /^[-+ ]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

function pad(text: string, { width, isLeft, hasZero }: Directive): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (isLeft) return text + ' '.repeat(missing);
  return (hasZero ? '0' : ' ').repeat(missing) + text;
}

function bad(value: GoValue, verb: string): string {
  return `%!${verb}(${typeOf(value)}=${formatValue(value)})`;
}
