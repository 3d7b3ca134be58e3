/** What a number in a template may stand for. */
export interface NumberConstant {
  readonly integer: bigint | undefined;
  readonly float: number | undefined;
}

const smallest = -(2n ** 63n);
const largest = 2n ** 64n - 1n;
const integerPattern = /^([+-]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]+|[0-9]+)$/;
const floatPattern = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const hexFloatPattern = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?[0-9]+)$/;

/** Reads a number as Go's parser does; undefined when it is none. */
export function parseNumber(text: string): NumberConstant | undefined {
  const plain = withoutUnderscores(text);
  if (plain === undefined) return undefined;
  const integer = parseInteger(plain);
  if (integer !== undefined)
    return integer >= smallest && integer <= largest ? { integer, float: Number(integer) } : undefined;
  const float = parseFloatText(plain);
  if (float === undefined || !Number.isFinite(float)) return undefined;
  const isWhole = Number.isInteger(float) && Math.abs(float) < 2 ** 63;
  return { integer: isWhole ? BigInt(float) : undefined, float };
}

/** `_` may stand between digits, and behind a prefix; in front of nothing else. */
function withoutUnderscores(text: string): string | undefined {
  if (!text.includes('_')) return text;
  const isPlaced = /^[+-]?(?:0[xXoObB])?_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*$/.test(text) && /^[+-]?0/.test(text);
  const isDecimal = /^[+-]?[0-9]+(?:_[0-9]+)*$/.test(text);
  return isPlaced || isDecimal ? text.replaceAll('_', '') : undefined;
}

function parseInteger(text: string): bigint | undefined {
  const [, sign, digits] = integerPattern.exec(text) ?? [];
  if (digits === undefined) return undefined;
  // A leading zero alone means octal.
  const literal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  const value = BigInt(literal);
  return sign === '-' ? -value : value;
}

function parseFloatText(text: string): number | undefined {
  if (floatPattern.test(text)) return Number(text);
  const [, sign, whole = '', fraction = '', exponent = ''] = hexFloatPattern.exec(text) ?? [];
  const digits = whole + fraction;
  if (digits === '') return undefined;
  const size = Number(BigInt(`0x${digits}`)) * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign === '-' ? -size : size;
}
