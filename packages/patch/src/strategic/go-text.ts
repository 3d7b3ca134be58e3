import { isJsonObject, type JsonValue } from '@flux19/objects';

/** A value as Go's `%v` prints it: `map[name:web ports:[80 443]]`. Texts of errors and the order of keys rely on it. */
export function printGo(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '<nil>';
  if (typeof value === 'number') return printGoNumber(value);
  if (Array.isArray(value)) return `[${value.map(printGo).join(' ')}]`;
  if (!isJsonObject(value)) return String(value);
  const fields = Object.keys(value).sort();
  return `map[${fields.map((key) => `${key}:${printGo(value[key])}`).join(' ')}]`;
}

// Integers are int64; others are float64 in the shortest form, with an exponent of two digits from 1e21 and below 1e-4.
function printGoNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-4 && magnitude < 1e21) return String(value);
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, '0')}`;
}

/** The name of the Go type that holds a value. */
export function goType(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '%!s(<nil>)';
  if (Array.isArray(value)) return '[]interface {}';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int64' : 'float64';
    case 'bigint':
      return 'int64';
    case 'string':
      return 'string';
    default:
      return 'map[string]interface {}';
  }
}
