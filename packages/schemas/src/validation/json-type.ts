/** The JSON schema type of a value. Integers are what Go's JSON decoding turns into int64. */
export function jsonType(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'bigint':
      return 'integer';
    case 'number':
      return Number.isSafeInteger(value) ? 'integer' : 'number';
    default:
      if (value === null || value === undefined) return 'null';
      return Array.isArray(value) ? 'array' : 'object';
  }
}

const largestJsonInteger = 2 ** 53 - 1;

/** Whether a float counts as an integer within rounding (swag.IsFloat64AJSONInteger). */
export function isIntegral(value: number): boolean {
  if (!Number.isFinite(value) || Math.abs(value) > largestJsonInteger) return false;
  const whole = Math.trunc(value);
  if (whole === value) return true;
  if (whole === 0) return false;
  return Math.abs(value - whole) / (Math.abs(value) + Math.abs(whole)) < 1e-9;
}
