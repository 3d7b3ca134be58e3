import { isJsonObject, type JsonValue } from '@flux19/objects';

/** Prints a JSON value as Go's `%+v` does: `map[data:map[a:1] list:[1 2]]`. */
export function printGoValue(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(printGoValue).join(' ')}]`;
  if (!isJsonObject(value)) return String(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${printGoValue(value[key])}`).join(' ')}]`;
}
