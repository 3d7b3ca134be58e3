const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\u0007', '\\a'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
]);

/** Quotes text as Go's `%q` does, the form in which Kubernetes shows values in messages. */
export function quoteGo(text: string): string {
  // All that Go counts as not printable: control, format, private and unassigned characters, and spaces but U+0020.
  return `"${text.replace(/["\\]|[[\p{C}\p{Z}]--[ ]]/gv, escapeRune)}"`;
}

function escapeRune(rune: string): string {
  const known = escapes.get(rune);
  if (known !== undefined) return known;
  const code = rune.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  // Half of a surrogate pair has no UTF-8 form; Go reads it as U+FFFD, which prints as it is.
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
