import { parseDuration } from '@flux19/cel';

const amount = /(\d+)\s*([A-Za-zµ]+)/g;
const second = 1_000_000_000n;

/** Names of units; the last of each may be the start of a longer word. */
const units: readonly { readonly names: readonly string[]; readonly nanoseconds: bigint }[] = [
  { names: ['ns', 'nano'], nanoseconds: 1n },
  { names: ['us', 'µs', 'micro'], nanoseconds: 1_000n },
  { names: ['ms', 'milli'], nanoseconds: 1_000_000n },
  { names: ['s', 'sec'], nanoseconds: second },
  { names: ['m', 'min'], nanoseconds: 60n * second },
  { names: ['h', 'hr', 'hour'], nanoseconds: 3600n * second },
  { names: ['d', 'day'], nanoseconds: 86_400n * second },
  { names: ['w', 'wk', 'week'], nanoseconds: 604_800n * second },
];

/** Nanoseconds of a Go duration, or of amounts with spelled-out units somewhere in the text (`3 days`). */
export function parseLooseDuration(text: string): bigint | undefined {
  return parseDuration(text)?.nanoseconds ?? parseSpelled(text);
}

function parseSpelled(text: string): bigint | undefined {
  let total: bigint | undefined;
  for (const [, digits = '', unit = ''] of text.matchAll(amount)) {
    const count = BigInt(digits);
    if (count >= 2n ** 63n) return undefined;
    const size = unitSize(unit.toLowerCase());
    if (size !== undefined) total = (total ?? 0n) + count * size;
  }
  return total;
}

function unitSize(name: string): bigint | undefined {
  return units.find(({ names }) => names.includes(name) || name.startsWith(names.at(-1) ?? name))?.nanoseconds;
}
