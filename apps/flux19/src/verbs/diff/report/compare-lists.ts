import { isJsonObject, type JsonValue } from '@flux19/objects';
import type { Detail, Difference } from './difference.ts';
import { type Identity, identityOf } from './list-identity.ts';

/** Compares two values at a path. */
export type Compare = (path: readonly string[], from: JsonValue, to: JsonValue) => readonly Difference[];

type List = readonly JsonValue[];

/** Compares entry by entry where entries have names, else as sets of values that have an order. */
export function compareLists(path: readonly string[], from: List, to: List, compare: Compare): readonly Difference[] {
  if (from.length === 0 && to.length === 0) return [];
  const identity = identityOf(from, to);
  return identity === undefined
    ? compareUnnamed(path, from, to, compare)
    : compareNamed(path, from, to, identity, compare);
}

function compareNamed(
  path: readonly string[],
  from: List,
  to: List,
  identity: Identity,
  compare: Compare,
): readonly Difference[] {
  const before = new Map(from.map((entry) => [identity(entry), entry]));
  const after = new Map(to.map((entry) => [identity(entry), entry]));
  const inner = [...before].flatMap(([name, entry]) => {
    const other = after.get(name);
    return other === undefined ? [] : compare([...path, name], entry, other);
  });
  const removed = from.filter((entry) => !after.has(identity(entry)));
  const added = to.filter((entry) => !before.has(identity(entry)));
  const common = [...before.keys()].filter((name) => after.has(name));
  const commonAfter = [...after.keys()].filter((name) => before.has(name));
  return [...ownDifference(path, { common, commonAfter, removed, added }), ...inner];
}

function compareUnnamed(path: readonly string[], from: List, to: List, compare: Compare): readonly Difference[] {
  const [first, second] = [from[0], to[0]];
  if (from.length === 1 && to.length === 1 && first !== undefined && second !== undefined) {
    return compare([...path, '0'], first, second);
  }
  const removed = surplus(from, to);
  const added = surplus(to, from);
  const keysAfter = new Set(to.map(valueKey));
  const keysBefore = new Set(from.map(valueKey));
  const common = from.filter((entry) => keysAfter.has(valueKey(entry)));
  const commonAfter = to.filter((entry) => keysBefore.has(valueKey(entry)));
  return ownDifference(path, { common, commonAfter, removed, added });
}

/** Entries that the other list lacks, or has fewer times. */
function surplus(list: List, other: List): List {
  const left = new Map<string, number>();
  for (const entry of other) left.set(valueKey(entry), (left.get(valueKey(entry)) ?? 0) + 1);
  return list.filter((entry) => {
    const count = left.get(valueKey(entry)) ?? 0;
    left.set(valueKey(entry), count - 1);
    return count <= 0;
  });
}

interface ListSides {
  readonly common: List;
  readonly commonAfter: List;
  readonly removed: List;
  readonly added: List;
}

function ownDifference(path: readonly string[], { common, commonAfter, removed, added }: ListSides): Difference[] {
  const isReordered =
    common.length === commonAfter.length &&
    common.some((entry, i) => valueKey(entry) !== valueKey(commonAfter[i] ?? null));
  const details: Detail[] = [
    ...(isReordered ? [{ kind: 'reordered', from: common, to: commonAfter } as const] : []),
    ...(removed.length > 0 ? [{ kind: 'removed', entries: removed } as const] : []),
    ...(added.length > 0 ? [{ kind: 'added', entries: added } as const] : []),
  ];
  return details.length === 0 ? [] : [{ path, details }];
}

/** Equal for equal values, whatever the order of their keys. */
function valueKey(value: JsonValue): string {
  return JSON.stringify(value, (_, part: JsonValue) => {
    if (typeof part === 'bigint') return `${part}n`;
    if (!isJsonObject(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
