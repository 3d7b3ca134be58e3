import { Fault } from '../values/fault.ts';
import { kindOf, typeNameOf } from '../values/kind-of.ts';
import { CelList } from '../values/list.ts';
import { CelMap } from '../values/map.ts';
import { Duration, formatDuration, formatTimestamp, Timestamp } from '../values/time.ts';
import { TypeValue } from '../values/type-value.ts';
import { UnsignedInt } from '../values/unsigned-int.ts';
import type { Value } from '../values/value.ts';
import { work } from '../values/work.ts';
import { printGoFloat } from './go-float.ts';
import { quoteText } from './quote-text.ts';

class FormatError extends Error {}

/** `text.format(args)`: %s %d %f %e %b %o %x %X and %%, as version 2 of cel-go's strings extension prints them. */
export function formatText(text: string, args: CelList): Value {
  try {
    return fill(text, args);
  } catch (thrown) {
    if (thrown instanceof FormatError) return new Fault(thrown.message);
    throw thrown;
  }
}

function fill(text: string, args: CelList): string {
  let next = 0;
  return text.replace(/%(?:%|(?:\.(\d*))?(.)?)/gsu, (clause: string, precision: string | undefined, verb?: string) => {
    if (clause === '%%') return '%';
    if (verb === undefined) throw new FormatError('unexpected end of string');
    if (next >= args.size) throw new FormatError(`index ${next} out of range`);
    const argument = args.get(next);
    next++;
    const printed = formatClause(verb, argument, precision === undefined || precision === '' ? 6 : Number(precision));
    work(printed.length / 4);
    return printed;
  });
}

function formatClause(verb: string, argument: Value, precision: number): string {
  switch (verb) {
    case 's':
      return printValue(argument);
    case 'd':
      return printInteger(argument);
    case 'f':
      return printFixed(argument, precision);
    case 'e':
      return printScientific(argument, precision);
    case 'b':
      return typeof argument === 'boolean' ? String(Number(argument)) : printBase(argument, 2, 'binary');
    case 'o':
      return printBase(argument, 8, 'octal');
    case 'x':
      return printHex(argument);
    case 'X':
      return printHex(argument).toUpperCase();
    default:
      throw new FormatError(`could not parse formatting clause: unrecognized formatting clause "${verb}"`);
  }
}

function refuse(clause: string, argument: Value): never {
  throw new FormatError(
    `error during formatting: ${clause} clause can only be used on ${allowed[clause]}, was given ${typeNameOf(argument)}`,
  );
}

const allowed: Readonly<Record<string, string>> = {
  string: 'strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps',
  decimal: 'integers',
  'fixed-point': 'doubles',
  scientific: 'doubles',
  binary: 'integers and bools',
  octal: 'integers',
  hexadecimal: 'integers, byte buffers, and strings',
};

function integerOf(argument: Value): bigint | undefined {
  if (typeof argument === 'bigint') return argument;
  return argument instanceof UnsignedInt ? argument.value : undefined;
}

function printInteger(argument: Value): string {
  return (integerOf(argument) ?? refuse('decimal', argument)).toString();
}

function printBase(argument: Value, base: number, clause: string): string {
  return (integerOf(argument) ?? refuse(clause, argument)).toString(base);
}

function printHex(argument: Value): string {
  const integer = integerOf(argument);
  if (integer !== undefined) return integer.toString(16);
  const bytes = typeof argument === 'string' ? new TextEncoder().encode(argument) : argument;
  if (!(bytes instanceof Uint8Array)) return refuse('hexadecimal', argument);
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function doubleOf(argument: Value, clause: string): number {
  if (typeof argument === 'number') return argument;
  if (argument === 'NaN') return Number.NaN;
  if (argument === 'Infinity') return Number.POSITIVE_INFINITY;
  if (argument === '-Infinity') return Number.NEGATIVE_INFINITY;
  return refuse(clause, argument);
}

function printFixed(argument: Value, precision: number): string {
  const value = doubleOf(argument, 'fixed-point');
  if (!Number.isFinite(value)) return printSpecial(value);
  const [whole = '', fraction] = value.toFixed(Math.min(precision, 100)).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function printScientific(argument: Value, precision: number): string {
  const value = doubleOf(argument, 'scientific');
  if (!Number.isFinite(value)) return printSpecial(value);
  const [mantissa = '', exponent = '0'] = value.toExponential(Math.min(precision, 100)).split('e');
  const digits = Math.abs(Number(exponent)).toString().padStart(2, '0');
  const raised = digits.replace(/\d/g, (digit) => superscripts[Number(digit)] ?? digit);
  return `${mantissa}×10${exponent.startsWith('-') ? '⁻' : ''}${raised}`;
}

function printSpecial(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '∞' : '-∞';
}

function printValue(argument: Value): string {
  if (argument instanceof CelList) return `[${[...argument].map(printLiteral).join(', ')}]`;
  if (argument instanceof CelMap && argument.typeName === undefined) return printMap(argument);
  if (argument instanceof Uint8Array) return new TextDecoder().decode(argument);
  if (typeof argument === 'string') return argument;
  if (typeof argument === 'number') return printGoFloat(argument);
  return printScalar(argument) ?? refuse('string', argument);
}

function printScalar(argument: Value): string | undefined {
  if (argument === null) return 'null';
  if (argument instanceof Duration) return formatDuration(argument);
  if (argument instanceof Timestamp) return formatTimestamp(argument);
  if (argument instanceof TypeValue) return argument.name;
  if (typeof argument === 'boolean') return String(argument);
  return integerOf(argument)?.toString();
}

/** How a value looks inside a list or a map. */
function printLiteral(value: Value): string {
  work(1);
  switch (kindOf(value)) {
    case 'string':
      return quoteText(value as string);
    case 'bytes':
      return `b${quoteText(printValue(value))}`;
    case 'double':
      return Number.isFinite(value) ? (value as number).toFixed(6) : `"${printGoFloat(value as number)}"`;
    case 'timestamp':
      return `timestamp("${printValue(value)}")`;
    case 'duration':
      return `duration("${printValue(value)}")`;
    default:
      return printValue(value);
  }
}

function printMap(map: CelMap): string {
  const pairs = [...map.keys()].map((key) => [printLiteral(key), printLiteral(map.find(key) ?? null)] as const);
  const sorted = pairs.toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${sorted.map(([key, value]) => `${key}:${value}`).join(', ')}}`;
}
