const simple: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
  ['\\', 92],
  ["'", 39],
  ['"', 34],
]);

const escapeSequence = /\\(?:([abfnrtv\\'"])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/y;

/** The text of a Go string literal, as strconv.Unquote; undefined when it is none. Bytes that are no UTF-8 are replaced. */
export function unquote(literal: string): string | undefined {
  const quote = literal[0];
  const inner = literal.slice(1, -1);
  // Raw texts lose their carriage returns.
  if (quote === '`') return inner.replaceAll('\r', '');
  if (!inner.includes('\\')) return inner;
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < inner.length) {
    const next = inner.indexOf('\\', at);
    const end = next < 0 ? inner.length : next;
    parts.push(Buffer.from(inner.slice(at, end)));
    if (next < 0) break;
    escapeSequence.lastIndex = next;
    const match = escapeSequence.exec(inner);
    const bytes = match === null || match[1] === otherQuote(quote) ? undefined : bytesOf(match);
    if (bytes === undefined) return undefined;
    parts.push(bytes);
    at = escapeSequence.lastIndex;
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The quote that may not be escaped: Go takes `\'` only in characters and `\"` only in texts. */
function otherQuote(quote: string | undefined): string {
  return quote === '"' ? "'" : '"';
}

function bytesOf([, letter, hex, short, long, octal]: RegExpExecArray): Uint8Array | undefined {
  if (letter !== undefined) return Uint8Array.of(simple.get(letter) ?? 0);
  if (hex !== undefined) return Uint8Array.of(Number.parseInt(hex, 16));
  if (octal !== undefined) {
    const value = Number.parseInt(octal, 8);
    return value > 255 ? undefined : Uint8Array.of(value);
  }
  const code = Number.parseInt(short ?? long ?? '', 16);
  const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? Buffer.from(String.fromCodePoint(code)) : undefined;
}
