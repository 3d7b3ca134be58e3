import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  type JsonObject,
  parseQuantity,
  type Quantity,
  subtractQuantities,
} from '@flux19/objects';

/** Amounts of resources, by name: `cpu`, `limits.memory`, `count/configmaps`. */
export type Amounts = ReadonlyMap<string, Quantity>;

export const nothing: Quantity = { unscaled: 0n, exponent: 0, format: 'DecimalSI' };
export const one: Quantity = { unscaled: 1n, exponent: 0, format: 'DecimalSI' };

export function wholeAmount(count: number): Quantity {
  return { unscaled: BigInt(count), exponent: 0, format: 'DecimalSI' };
}

/** Amounts as objects carry them, validated before. */
export function readAmounts(amounts: JsonObject | undefined): Amounts {
  return new Map(Object.entries(amounts ?? {}).map(([name, text]) => [name, parseQuantity(String(text))]));
}

export function printAmounts(amounts: Amounts): Record<string, string> {
  return Object.fromEntries([...amounts].map(([name, amount]) => [name, formatQuantity(amount)]));
}

export function addAmounts(...all: readonly Amounts[]): Amounts {
  return combine(all, addQuantities);
}

/** The larger of the amounts of each name. */
export function largestAmounts(...all: readonly Amounts[]): Amounts {
  return combine(all, (a, b) => (compareQuantities(a, b) < 0 ? b : a));
}

function combine(all: readonly Amounts[], join: (a: Quantity, b: Quantity) => Quantity): Amounts {
  const result = new Map<string, Quantity>();
  for (const [name, amount] of all.flatMap((amounts) => [...amounts])) {
    const known = result.get(name);
    result.set(name, known === undefined ? amount : join(known, amount));
  }
  return result;
}

/** How much more there is than before; nothing where there is less. */
export function growth(now: Amounts, before: Amounts): Amounts {
  return new Map(
    [...now].map(([name, amount]) => {
      const difference = subtractQuantities(amount, before.get(name) ?? nothing);
      return [name, difference.unscaled < 0n ? nothing : difference];
    }),
  );
}

export function onlyNames(amounts: Amounts, names: ReadonlySet<string>): Amounts {
  return new Map([...amounts].filter(([name]) => names.has(name)));
}

export function withoutZeros(amounts: Amounts): Amounts {
  return new Map([...amounts].filter(([, amount]) => amount.unscaled !== 0n));
}

/** `cpu=1,pods=2`, in the order of the names. */
export function describeAmounts(amounts: Amounts): string {
  return [...amounts]
    .map(([name, amount]) => `${name}=${formatQuantity(amount)}`)
    .sort()
    .join(',');
}
