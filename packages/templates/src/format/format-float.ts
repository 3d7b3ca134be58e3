/** Digits of a number and where its point is: `0.d1d2d3… × 10^point`. */
interface Decimal {
  readonly isNegative: boolean;
  readonly digits: string;
  readonly point: number;
}

/** The shortest digits that read back as the number. */
function shortest(value: number): Decimal {
  const [mantissa = '', exponent = ''] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  return { isNegative: value < 0 || Object.is(value, -0), digits, point: Number(exponent) + 1 };
}

/** Go takes this precision to decide between the two notations when it prints the shortest form. */
const shortestPrecision = 6;

/** A float as strconv.FormatFloat prints it with the shortest precision: `g` as %v does. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const { isNegative, digits, point } = shortest(value);
  const exponent = point - 1;
  const sign = isNegative ? '-' : '';
  return (
    sign + (exponent < -4 || exponent >= shortestPrecision ? exponential(digits, exponent) : positional(digits, point))
  );
}

/** `1.5e+06`: at least two digits of exponent. */
function exponential(digits: string, exponent: number): string {
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${size}`;
}

function positional(digits: string, point: number): string {
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return digits + '0'.repeat(point - digits.length);
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** `%e`, `%f`, `%g` with a number of digits. */
export function formatFloatAs(value: number, verb: 'e' | 'f' | 'g', precision: number | undefined): string {
  if (!Number.isFinite(value)) return formatFloat(value);
  const digits = Math.min(precision ?? 6, 100);
  if (verb === 'f') return fixed(value, digits);
  if (verb === 'e') return scientific(value, digits);
  return precision === undefined ? formatFloat(value) : general(value, Math.max(digits, 1));
}

/** Exactly half way goes to the even digit, as in Go; toFixed would round up. */
function fixed(value: number, digits: number): string {
  const { numerator, denominator } = exactFraction(Math.abs(value));
  const scaled = roundHalfEven(numerator * 10n ** BigInt(digits), denominator)
    .toString()
    .padStart(digits + 1, '0');
  const whole = scaled.slice(0, scaled.length - digits);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + whole + (digits > 0 ? `.${scaled.slice(-digits)}` : '');
}

function scientific(value: number, digits: number): string {
  const { numerator, denominator } = exactFraction(Math.abs(value));
  let exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  const roundTo = (size: number): bigint => {
    const shift = digits - size;
    const [up, down] = shift >= 0 ? [10n ** BigInt(shift), 1n] : [1n, 10n ** BigInt(-shift)];
    return roundHalfEven(numerator * up, denominator * down);
  };
  let rounded = roundTo(exponent);
  // The logarithm may be off by one, and rounding may bring another digit.
  for (const step of stepsOf(value, rounded, digits)) {
    exponent += step;
    rounded = roundTo(exponent);
  }
  return (value < 0 ? '-' : '') + exponential(rounded.toString().padStart(digits + 1, '0'), exponent);
}

/** How far the guess of the exponent was off. */
function stepsOf(value: number, rounded: bigint, digits: number): readonly number[] {
  if (value !== 0 && rounded < 10n ** BigInt(digits)) return [-1];
  return rounded >= 10n ** BigInt(digits + 1) ? [1] : [];
}

/** A double is a whole number times a power of two. */
function exactFraction(value: number): { readonly numerator: bigint; readonly denominator: bigint } {
  let exponent = 0;
  let mantissa = value;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent += 1;
  }
  return { numerator: BigInt(mantissa), denominator: 2n ** BigInt(exponent) };
}

function roundHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  const isUp = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}

function general(value: number, precision: number): string {
  const text = scientific(value, precision - 1);
  const exponent = Number(text.slice(text.indexOf('e') + 1));
  if (exponent < -4 || exponent >= precision)
    return text.replace(/(\.\d*?)0+(?=e)/, (_, kept: string) => (kept === '.' ? '' : kept));
  const plain = fixed(value, Math.max(0, precision - 1 - exponent));
  return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
}
