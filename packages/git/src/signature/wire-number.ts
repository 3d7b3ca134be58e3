import { wireString } from './wire-reader.ts';

/** A non-negative number as ssh writes it: without leading zeros, but for one where the first bit is set. */
export function wireNumber(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Buffer.alloc(0) : Buffer.from(bytes.subarray(first));
  const isHigh = ((digits[0] ?? 0) & 0x80) !== 0;
  return wireString(isHigh ? Buffer.concat([Buffer.of(0), digits]) : digits);
}
