import type { Policer } from './policer.ts';

/** `ASC`: the tag with the largest number; `DESC`: with the smallest. A tag that is no number is an error; of equal ones the last counts. */
export function numerical(order: 'ASC' | 'DESC'): Policer {
  return (tags) => {
    let latest = '';
    let value = order === 'ASC' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    for (const tag of tags) {
      const number = parseFloat64(tag);
      if (order === 'ASC' ? number < value : number > value) continue;
      latest = tag;
      value = number;
    }
    return latest;
  };
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const special = /^([+-]?)(?:inf(?:inity)?|nan)$/i;

/** A number as Go's strconv.ParseFloat reads it, but for hexadecimal ones; those beyond 64 bits are refused there too. */
function parseFloat64(text: string): number {
  const word = special.exec(text);
  if (word !== null) {
    if (/nan$/i.test(text)) return Number.NaN;
    return word[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  const number = decimal.test(text) ? Number(text) : hexadecimal(text);
  if (number === undefined || !Number.isFinite(number)) {
    throw new Error(`failed to parse invalid numeric value '${text}'`);
  }
  return number;
}

const hexPattern = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)p([+-]?\d+)$/i;

/** `0x1.8p3`; Go wants the exponent. */
function hexadecimal(text: string): number | undefined {
  const [, sign, whole = '', fraction = '', exponent = ''] = hexPattern.exec(text) ?? [];
  const digits = whole + fraction;
  if (digits === '') return undefined;
  const size = Number(BigInt(`0x${digits}`)) * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign === '-' ? -size : size;
}
