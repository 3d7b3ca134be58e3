// Amounts of bytes that are no whole numbers.
import type { Field } from '../validation/field.ts';

/** Quantities are written in their shortest form, where only fractions have these ends. */
const fraction = /[mun]$|e-\d+$/;

/** Looks at the same amounts of several maps, amount by amount. */
export function* fractionWarnings(...maps: readonly Field[]): Iterable<string> {
  for (const name of ['memory', 'ephemeral-storage', 'storage']) {
    for (const map of maps) {
      const amount = map.textOf(name);
      if (!fraction.test(amount)) continue;
      yield `${map.key(name).path}: fractional byte value ${JSON.stringify(amount)} is invalid, must be an integer`;
    }
  }
}
