// How Go prints values: error texts of Kubernetes are built with fmt and encoding/json.
import type { JsonObject, JsonValue } from '@flux19/objects';

/** Prints a number as `%v` does: shortest form, exponents of two digits below 1e-4 and from 1e21 on. */
export function printGoNumber(value: number | bigint): string {
  if (typeof value === 'bigint') return value.toString();
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : `${value > 0 ? '+' : '-'}Inf`;
  const size = Math.abs(value);
  if (size !== 0 && size < 1e-4) return padExponent(value.toExponential());
  return padExponent(String(value));
}

function padExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** A value that has been printed already, as JSON whose keys have an order of their own. */
export class GoText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** Prints JSON as encoding/json does: sorted keys, `<`, `>`, `&` and the line separators escaped. */
export function printGoJson(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return quoteJson(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return printGoNumber(value);
  if (value instanceof GoText) return value.text;
  if (Array.isArray(value)) return `[${value.map(printGoJson).join(',')}]`;
  return printObject(value as JsonObject);
}

function printObject(value: JsonObject): string {
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return `{${keys
    .toSorted()
    .map((key) => `${quoteJson(key)}:${printGoJson(value[key] as JsonValue)}`)
    .join(',')}}`;
}

function quoteJson(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (rune) => `\\u${rune.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
