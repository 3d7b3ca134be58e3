const styleFloat = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const styleInteger = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([0-9]+))$/;
const misplacedUnderscore = /(?:^|[^0-9])_|_(?:[^0-9]|$)/;
const maxUint64 = 18446744073709551615n;
const minInt64 = 9223372036854775808n;

/**
 * Reads a plain scalar that starts with a digit, a sign or a dot as Go's YAML libraries do: underscores are dropped, `0x`, `0o`, `0b` and
 * a leading `0` choose the base, integers beyond 64 bits become floats. Undefined when the scalar is a string.
 */
export function parseGoNumber(text: string): number | bigint | undefined {
  // A leading dot takes Go's own float reading, where underscores must stand between digits.
  if (text.startsWith('.') && misplacedUnderscore.test(text)) return undefined;
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  const integer = parseInteger(plain);
  if (integer !== undefined) return integer;
  if (!styleFloat.test(plain)) return undefined;
  const float = Number(plain);
  return Number.isFinite(float) ? float : undefined;
}

function parseInteger(plain: string): number | bigint | undefined {
  const match = styleInteger.exec(plain);
  if (match === null) return undefined;
  const [, sign, hexadecimal, binary, octal, decimal] = match;
  if (decimal !== undefined && decimal.length < 16) {
    // `08` has no octal reading; Go then takes it for a float, which has the same value. Adding 0 turns -0 into 0.
    return Number(plain) + 0;
  }
  const digits = hexadecimal ?? binary ?? octal ?? decimal ?? '';
  const prefix = hexadecimal !== undefined ? '0x' : binary !== undefined ? '0b' : octal !== undefined ? '0o' : '';
  return bounded(BigInt(prefix + digits), sign === '-');
}

/** An integer of 64 bits as number where that is exact, else as bigint; undefined beyond 64 bits. */
function bounded(magnitude: bigint, isNegative: boolean): number | bigint | undefined {
  if (magnitude > (isNegative ? minInt64 : maxUint64)) return undefined;
  const value = isNegative ? -magnitude : magnitude;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
