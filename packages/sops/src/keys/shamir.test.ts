import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { combineParts } from './shamir.ts';

suite('combineParts', () => {
  test('finds the secret of any two points on a line', () => {
    const byte = fc.nat(255);
    const point = fc.integer({ min: 1, max: 255 });
    const points = fc.uniqueArray(point, { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(fc.array(fc.tuple(byte, byte), { minLength: 1, maxLength: 33 }), points, (line, xs) => {
        const parts = xs.map((x) => Uint8Array.from([...line.map(([secret, slope]) => secret ^ times(slope, x)), x]));
        assert.deepEqual(
          [...combineParts(parts)],
          line.map(([secret]) => secret),
        );
      }),
    );
  });

  test('refuses parts that do not belong together', () => {
    const part = (...bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes);
    assert.throws(() => combineParts([part(1, 1)]), /less than two parts/);
    assert.throws(() => combineParts([part(1, 1), part(1, 2, 3)]), /same length/);
    assert.throws(() => combineParts([part(1, 1), part(2, 1)]), /duplicate part/);
  });
});

/** Multiplication in GF(2^8), the way it is done by hand. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 8; bit += 1) if ((b >> bit) & 1) product ^= a << bit;
  for (let bit = 14; bit >= 8; bit -= 1) if ((product >> bit) & 1) product ^= 0x11b << (bit - 8);
  return product;
}
