import { formatGoFloat } from './go-float.ts';
import { parseGoNumber } from './go-number.ts';
import { isOrdinaryWord } from './go-scalar.ts';
import { formatGoTimestamp } from './go-timestamp.ts';
import { analyseScalar } from './scalar-analysis.ts';
import { layDoubleQuoted, layLiteral, layPlain, laySingleQuoted, type Place } from './scalar-layout.ts';
import type { YamlDialect } from './yaml-value.ts';

/** Texts that need no analysis: letters, digits and harmless signs, starting with a letter. */
const harmless = /^[A-Za-z_/][\w./-]*$/;
/** YAML 1.1 reads `1:30` in base 60; Go does not but quotes it for those who do. */
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

/** How the printers of a dialect write text. */
export interface TextStyle {
  readonly dialect: YamlDialect;
  readonly width: number;
}

/** Writes a string as value; without the final line feed. */
export function printString(text: string, style: TextStyle, column: number, indent: number): string {
  if (harmless.test(text) && isOrdinaryWord(text)) return text;
  const analysis = analyseScalar(text, style.dialect === 'v3');
  const place: Place = { column, indent, width: style.width };
  if (text.includes('\n')) return analysis.allowsBlock ? layLiteral(text, place) : layDoubleQuoted(text, place);
  if (!readsAsString(text)) return layDoubleQuoted(text, place);
  if (analysis.allowsPlain) return layPlain(text, place);
  return analysis.allowsSingleQuoted ? laySingleQuoted(text, place) : layDoubleQuoted(text, place);
}

/** A key on one line, or undefined when it needs the `? ` form. */
export function printKey(text: string, style: TextStyle): string | undefined {
  if (harmless.test(text) && isOrdinaryWord(text) && text.length <= longestKey) return text;
  const analysis = analyseScalar(text, style.dialect === 'v3');
  if (analysis.isMultiline || utf8Length(text) > longestKey) return undefined;
  const place: Place = { column: 0, indent: 0, width: Number.POSITIVE_INFINITY };
  if (!readsAsString(text)) return layDoubleQuoted(text, place);
  if (analysis.allowsPlain) return text;
  return analysis.allowsSingleQuoted ? laySingleQuoted(text, place) : layDoubleQuoted(text, place);
}

/** Bytes of the longest key that libyaml puts on one line with its value. */
const longestKey = 128;

function utf8Length(text: string): number {
  return text.length > longestKey ? text.length : new TextEncoder().encode(text).length;
}

/** Whether a plain scalar would be read back as this string by readers of YAML 1.1 and 1.2. */
function readsAsString(text: string): boolean {
  if (!isOrdinaryWord(text)) return false;
  const code = text.charCodeAt(0);
  const isNumeric = (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46;
  if (!isNumeric) return true;
  return parseGoNumber(text) === undefined && !base60.test(text) && formatGoTimestamp(text) === undefined;
}

/** Writes a number: integers of 64 bits in full, floats as Go does. */
export function printNumber(value: number | bigint): string {
  if (typeof value === 'bigint') return isInt64(value) ? String(value) : formatGoFloat(Number(value));
  if (Number.isInteger(value))
    return Math.abs(value) < 1e19 || isInt64(BigInt(value)) ? String(value) : formatGoFloat(value);
  if (Number.isNaN(value)) return '.nan';
  return Number.isFinite(value) ? formatGoFloat(value) : value > 0 ? '.inf' : '-.inf';
}

function isInt64(value: bigint): boolean {
  return value >= -9223372036854775808n && value <= 18446744073709551615n;
}
