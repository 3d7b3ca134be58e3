import { isJsonObject, type JsonValue, quoteGo } from '@flux19/objects';

/** A value as it stands in a path: `"a"`, `80`, `true`. */
export function printValue(value: JsonValue): string {
  if (typeof value === 'string') return quoteGo(value);
  if (Array.isArray(value)) return `[${value.map(printValue).join(',')}]`;
  if (!isJsonObject(value)) return String(value);
  return Object.entries(value)
    .map(([name, field]) => `${name}=${printValue(field ?? null)}`)
    .join('');
}

/** A value as Go's `%v` prints it, which is how Kubernetes shows a value of the wrong type. */
export function printGoValue(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(printGoValue).join(' ')}]`;
  if (!isJsonObject(value)) return String(value);
  const names = Object.keys(value).toSorted();
  return `map[${names.map((name) => `${name}:${printGoValue(value[name])}`).join(' ')}]`;
}

/** A value as Go's `%#v` prints it. */
export function printGoSyntax(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return quoteGo(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(printGoSyntax).join(', ')}}`;
  if (!isJsonObject(value)) return String(value);
  const names = Object.keys(value).toSorted();
  return `map[string]interface {}{${names.map((name) => `${quoteGo(name)}:${printGoSyntax(value[name])}`).join(', ')}}`;
}

/** The Go type that a decoded JSON value has. */
export function goTypeName(value: JsonValue): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int64';
    case 'number':
      return Number.isInteger(value) ? 'int64' : 'float64';
    default:
      if (value === null) return '<nil>';
      return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
  }
}
