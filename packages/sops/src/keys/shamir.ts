import { SopsError } from '../sops-error.ts';

/**
 * Puts together what was split by Shamir's scheme over GF(2^8) with the polynomial of AES. A part is one byte per byte of the
 * secret, then its x coordinate. Throws SopsError when the parts do not belong together.
 */
export function combineParts(parts: readonly Uint8Array[]): Uint8Array {
  const length = parts[0]?.length ?? 0;
  if (parts.length < 2) throw misfit('less than two parts cannot be used to reconstruct the secret');
  if (length < 2) throw misfit('parts must be at least two bytes');
  if (parts.some((part) => part.length !== length)) throw misfit('all parts must be the same length');
  const xs = parts.map((part) => part[length - 1] ?? 0);
  if (new Set(xs).size !== xs.length || xs.includes(0)) throw misfit('duplicate part detected');
  const weights = xs.map((x, i) => weightAtZero(x, i, xs));
  const secret = new Uint8Array(length - 1);
  for (let at = 0; at < secret.length; at += 1) {
    secret[at] = parts.reduce((sum, part, i) => sum ^ multiply(part[at] ?? 0, weights[i] ?? 0), 0);
  }
  return secret;
}

function misfit(why: string): SopsError {
  return new SopsError('Malformed', `could not get data key from shamir parts: ${why}`);
}

/** Lagrange's basis polynomial of one point, at zero. Subtraction is XOR. */
function weightAtZero(x: number, own: number, xs: readonly number[]): number {
  return xs.reduce((weight, other, i) => (i === own ? weight : multiply(weight, divide(other, x ^ other))), 1);
}

function divide(a: number, b: number): number {
  return multiply(a, inverse(b));
}

/** Fermat: a to the power of 254 is the inverse of a. */
function inverse(a: number): number {
  let power = 1;
  for (let i = 0; i < 254; i += 1) power = multiply(power, a);
  return power;
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = ((product << 1) & 0xff) ^ ((product & 0x80) === 0 ? 0 : 0x1b) ^ (((b >> bit) & 1) === 0 ? 0 : a);
  }
  return product;
}
