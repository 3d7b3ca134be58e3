import { type JsonValue, printJson } from '@flux19/objects';

/** The bytes that Go's JSON writer needs for a value: it escapes `<`, `>`, `&` and the two Unicode line separators. */
export function copySizeBytes(value: JsonValue): number {
  const text = printJson(value).replace(/[<>&\u2028\u2029]/g, '\\u0000');
  return new TextEncoder().encode(text).length;
}
