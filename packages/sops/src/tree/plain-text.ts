import { isTime, type SopsLeaf } from './sops-tree.ts';

/**
 * A leaf as SOPS hashes it, and as formats that know only texts print it: booleans as Python's, numbers without exponent.
 * Null has no text.
 */
export function plainText(leaf: Exclude<SopsLeaf, Uint8Array | null>): string {
  if (typeof leaf === 'boolean') return leaf ? 'True' : 'False';
  if (typeof leaf === 'number') return plainNumber(leaf);
  if (typeof leaf === 'bigint' || typeof leaf === 'string') return String(leaf);
  return isTime(leaf) ? leaf.text : '';
}

/** Go: `strconv.FormatFloat(x, 'f', -1, 64)`, the shortest decimal without exponent that reads back the same. */
export function plainNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const text = String(value);
  const [, sign = '', whole = '', fraction = '', exponent = ''] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? [];
  if (exponent === '') return text;
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}
