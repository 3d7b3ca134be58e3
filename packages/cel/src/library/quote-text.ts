const named: ReadonlyMap<string, string> = new Map([
  ['\u0007', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
  ['\\', '\\\\'],
  ['"', '\\"'],
]);

/** Writes a text as a CEL literal; lone surrogates become the replacement character. */
export function quoteText(text: string): string {
  return `"${text.toWellFormed().replace(/./gsu, (rune) => named.get(rune) ?? rune)}"`;
}
