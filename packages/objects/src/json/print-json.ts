/** `JSON.rawJSON` of ECMAScript 2026: text that JSON.stringify writes as it is. */
interface RawJson {
  rawJSON(text: string): unknown;
}

/**
 * Writes a JSON value, fields in the order in which the object holds them; bigint is written as an integer.
 * `indent` is the number of spaces a level, none by default.
 */
export function printJson(value: unknown, indent = 0): string {
  try {
    return JSON.stringify(value, undefined, indent);
  } catch {
    // It can't write bigint. A replacer makes it several times slower, so that it is used only then.
    return JSON.stringify(value, rawBigint, indent);
  }
}

function rawBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? (JSON as unknown as RawJson).rawJSON(value.toString()) : value;
}
