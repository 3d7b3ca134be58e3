import { OddScalar } from './odd-scalar.ts';
import type { Value } from './value.ts';

/** Which rules plain scalars follow: `v3` as kustomize reads resources, `sigs` as it reads kustomizations and plug-in configuration. */
export type ScalarRules = 'v3' | 'sigs';

const integer = /^[-+]?(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|[0-9]+)$/;
const decimal = /^(0|-?[1-9][0-9]*)$/;
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const timestamp =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?(Z|[-+]\d{2}:\d{2}))|(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?))?$/;
const largest = 18446744073709551615n;
const smallest = -9223372036854775808n;

const words = new Map<string, OddScalar | null | boolean>([
  ['null', null],
  ['true', true],
  ['false', false],
  ...['Null', 'NULL', '~'].map((text) => [text, new OddScalar(text, 'null', null)] as const),
  ...['True', 'TRUE'].map((text) => [text, new OddScalar(text, 'bool', true)] as const),
  ...['False', 'FALSE'].map((text) => [text, new OddScalar(text, 'bool', false)] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map(
    (text) => [text, new OddScalar(text, 'float', Number.POSITIVE_INFINITY)] as const,
  ),
  ...['-.inf', '-.Inf', '-.INF'].map((text) => [text, new OddScalar(text, 'float', Number.NEGATIVE_INFINITY)] as const),
  ...['.nan', '.NaN', '.NAN'].map((text) => [text, new OddScalar(text, 'float', Number.NaN)] as const),
]);

const sigsWords = new Map<string, boolean>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((text) => [text, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map((text) => [text, false] as const),
]);

/** A value without text, as in `key:`. Kustomize tells it from a written null: a merge drops it. */
export const blankNull: OddScalar = new OddScalar('', 'null', null);

/** A value without text inside brackets: a null to every filter, but kustomize prints it as the empty text. */
export const blankInBrackets: OddScalar = new OddScalar('', 'null', '');

/** What a plain (unquoted) scalar stands for. */
export function resolveScalar(text: string, rules: ScalarRules = 'v3'): Value {
  const first = text.charCodeAt(0);
  if (first >= 48 && first <= 57) return resolveNumber(text, rules);
  switch (text[0]) {
    case undefined:
      return blankNull;
    case '+':
    case '-':
    case '.':
      return words.get(text) ?? resolveNumber(text, rules);
    case 'n':
    case 'N':
    case 't':
    case 'T':
    case 'f':
    case 'F':
    case '~': {
      const word = words.get(text);
      if (word !== undefined) return word;
      break;
    }
    default:
      break;
  }
  return rules === 'sigs' ? (sigsWords.get(text) ?? text) : text;
}

function resolveNumber(text: string, rules: ScalarRules): Value {
  if (decimal.test(text)) {
    const number = Number(text);
    if (Number.isSafeInteger(number)) return number;
    return wideInteger(text, BigInt(text)) ?? new OddScalar(text, 'float', number);
  }
  const joined = text.includes('_') ? text.replaceAll('_', '') : text;
  if (integer.test(joined)) {
    const value = parseInteger(joined);
    if (value !== undefined) return new OddScalar(text, 'int', value);
  }
  if (float.test(joined)) return new OddScalar(text, 'float', Number(joined));
  return rules === 'v3' && text[4] === '-' ? resolveTimestamp(text) : text;
}

function wideInteger(_text: string, value: bigint): bigint | undefined {
  return value > largest || value < smallest ? undefined : value;
}

/** Go's rule for base 0: a leading 0 is octal. */
function parseInteger(text: string): number | bigint | undefined {
  const negative = text.startsWith('-');
  const digits = negative || text.startsWith('+') ? text.slice(1) : text;
  if (/^0[0-9]/.test(digits) && !/^0[0-7]+$/.test(digits)) return undefined;
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const signed = negative ? -value : value;
  if (wideInteger(text, signed) === undefined) return undefined;
  const number = Number(signed);
  return Number.isSafeInteger(number) ? number + 0 : signed;
}

function resolveTimestamp(text: string): Value {
  const match = timestamp.exec(text);
  if (match === null) return text;
  const [, year, month, day, h1, m1, s1, f1, zone, h2, m2, s2, f2] = match;
  const two = (part: string | undefined) => (part ?? '0').padStart(2, '0');
  const hour = two(h1 ?? h2);
  const minute = two(m1 ?? m2);
  const second = two(s1 ?? s2);
  const date = `${year}-${two(month)}-${two(day)}`;
  const check = new Date(`${date}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(check.getTime()) || !check.toISOString().startsWith(`${date}T${hour}`)) return text;
  const fraction = (f1 ?? f2 ?? '').slice(0, 10).replace(/\.?0+$/, '');
  return new OddScalar(
    text,
    'timestamp',
    `${date}T${hour}:${minute}:${second}${fraction}${zone === undefined || zone === '+00:00' ? 'Z' : zone}`,
  );
}

/** The value of a scalar whose kind is fixed, by a tag or because it replaces one of that kind; undefined when the text does not fit. */
export function scalarOfKind(text: string, kind: OddScalar['kind'] | 'string'): Value | undefined {
  if (kind === 'string') return text;
  if (kind === 'null') return text === '' ? blankNull : new OddScalar(text, 'null', null);
  const value = resolveScalar(text);
  if (kindOf(value) === kind) return value;
  if (kind === 'float' && kindOf(value) === 'int')
    return new OddScalar(text, 'float', Number(value instanceof OddScalar ? value.value : value));
  return undefined;
}

/** The YAML kind of a scalar. */
export function kindOf(value: Value | undefined): OddScalar['kind'] | 'string' | 'other' {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
    case 'bigint':
      return 'int';
    default:
      if (value === null) return 'null';
      return value instanceof OddScalar ? value.kind : 'other';
  }
}
