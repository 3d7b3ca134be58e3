/**
 * Prints a float as Go's `strconv.FormatFloat(value, 'g', -1, 64)`: the shortest digits, with an exponent of at least two digits below
 * 1e-4 and from 1e6.
 */
export function formatGoFloat(value: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value === 0 || (power >= -4 && power < 6)) return Object.is(value, -0) ? '-0' : String(value);
  const sign = power < 0 ? '-' : '+';
  return `${mantissa}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** The same with 32 bits, which sigs.k8s.io/yaml uses for mapping keys; infinities and NaN in YAML's spelling. */
export function formatGoFloat32(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
  const single = Math.fround(value);
  for (let precision = 1; precision < 9; precision++) {
    const rounded = Number(single.toPrecision(precision));
    if (Math.fround(rounded) === single) return formatGoFloat(rounded);
  }
  return formatGoFloat(Number(single.toPrecision(9)));
}
