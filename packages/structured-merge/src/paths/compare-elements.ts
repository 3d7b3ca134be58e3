import { comparePrimitives, compareValues } from '../values/compare-values.ts';
import type { KeyField, PathElement } from './path-element.ts';

const ranks = { field: 0, key: 1, value: 2, index: 3 } as const;

/** The order of path elements in fieldsV1: fields, then items by key, by value, by position. */
export function compareElements(a: PathElement, b: PathElement): number {
  if (a.kind === 'field' && b.kind === 'field') return comparePrimitives(a.name, b.name);
  if (a.kind === 'key' && b.kind === 'key') return compareKeys(a.keys, b.keys);
  if (a.kind === 'value' && b.kind === 'value') return compareValues(a.value, b.value);
  if (a.kind === 'index' && b.kind === 'index') return a.index - b.index;
  return ranks[a.kind] - ranks[b.kind];
}

function compareKeys(a: readonly KeyField[], b: readonly KeyField[]): number {
  for (const [i, [name, value]] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    const order = comparePrimitives(name, other[0]) || compareValues(value, other[1]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
