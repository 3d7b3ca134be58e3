/** `JSON.rawJSON` of ECMAScript 2026: text that JSON.stringify writes as it is. */
interface RawJson {
  rawJSON(text: string): unknown;
}

/**
 * Writes a JSON value, fields in the order in which the object holds them; bigint is written as an integer.
 * `indent` is the number of spaces a level, none by default.
 */
export function printJson(value: unknown, indent = 0): string {
  return holdsBigint(value) ? JSON.stringify(value, rawBigint, indent) : JSON.stringify(value, undefined, indent);
}

function rawBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? (JSON as unknown as RawJson).rawJSON(value.toString()) : value;
}

// A replacer makes JSON.stringify several times slower, so that it is used only where one is needed.
function holdsBigint(value: unknown): boolean {
  if (typeof value === 'bigint') return true;
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as { readonly [key: string]: unknown };
  for (const key in fields) {
    if (holdsBigint(fields[key])) return true;
  }
  return false;
}
