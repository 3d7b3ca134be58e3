const alphabet = /^[A-Za-z0-9+/\r\n]*={0,2}[\r\n]*$/;
const illegal = /[^A-Za-z0-9+/\r\n]/;

/** The position of the first byte that is no standard base64 with padding; undefined when all is well. */
export function base64Fault(text: string): number | undefined {
  const wrong = text.search(illegal);
  const padded = text.replace(/[\r\n]/g, '');
  if (alphabet.test(text) && padded.length % 4 === 0) return undefined;
  if (wrong >= 0 && text[wrong] !== '=') return wrong;
  // Too short: Go's decoder notices at the last quantum.
  return padded.length % 4 === 0 && wrong >= 0 ? wrong : padded.length - (padded.length % 4);
}
