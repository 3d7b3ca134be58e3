import { define, defineMetered } from '../values/define-function.ts';
import type { GoFunction, Meter } from '../values/go-value.ts';

/** Gives so many random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

const digits = '0123456789';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('');

/** The functions of sprig that give something else each time. */
export function randomFunctions(randomBytes: RandomBytes): Readonly<Record<string, GoFunction>> {
  /** Below 2^32. */
  const below = (limit: number): number => {
    const largest = 2 ** 32 - (2 ** 32 % limit);
    for (;;) {
      const number = Buffer.from(randomBytes(4)).readUInt32BE();
      // What is above would make small numbers likelier.
      if (number < largest) return number % limit;
    }
  };
  const text = (alphabet: string) =>
    defineMetered(['int'], (meter: Meter, count: bigint) => {
      meter.spend(Number(count) * 8);
      return Array.from({ length: Math.max(0, Number(count)) }, () => alphabet[below(alphabet.length)]).join('');
    });
  return {
    randAlphaNum: text(letters + digits),
    randAlpha: text(letters),
    randNumeric: text(digits),
    randAscii: text(printable),
    randInt: define(['int', 'int'], (from, to) => {
      if (to <= from) throw new Error('invalid argument to Intn');
      return from + BigInt(below(Number(to - from)));
    }),
    randBytes: defineMetered(['int'], (meter, count) => {
      meter.spend(Number(count));
      return Buffer.from(randomBytes(Math.max(0, Number(count)))).toString('base64');
    }),
    shuffle: define(['string'], (source) => {
      const all = [...source];
      for (let i = all.length - 1; i > 0; i -= 1) {
        const j = below(i + 1);
        [all[i], all[j]] = [all[j] ?? '', all[i] ?? ''];
      }
      return all.join('');
    }),
    uuidv4: define([], () => {
      const bytes = Buffer.from(randomBytes(16));
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
      return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    }),
  };
}
