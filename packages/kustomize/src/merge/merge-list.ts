import { getField, isEmpty, isFields, isMissingOrNull, setField, textOf, type Value } from '../values/value.ts';
import { setElement } from './set-element.ts';

export interface ListMerge {
  readonly prepend: boolean;
  mergeItems(dest: Value | undefined, patch: Value | undefined): Value | undefined;
}

/**
 * Merges lists whose items are told apart by the texts of some fields, or by their own text when there are no keys.
 * Follows kustomize step by step, also where items lack a key: order and losses are part of its output.
 */
export function mergeList(
  dest: Value[],
  patch: Value[] | undefined,
  keys: readonly string[],
  merge: ListMerge,
): Value[] | undefined {
  const sources = merge.prepend ? [patch, dest] : [dest, patch];
  const byField = keys.length > 0;
  const names = byField ? keys : [''];
  const values = byField ? fieldValues(sources, keys) : primitiveValues(sources);
  if (values.length === 0) return dest;
  if (names.length > 1) completeValues(values);
  const added: Value[] = [];
  let valid: { keys: readonly string[]; values: readonly string[] } = { keys: names, values: [] };
  for (const tuple of values) {
    valid = validKeys(values, tuple, names);
    mergeOne(dest, patch, added, valid, merge);
  }
  return merge.prepend ? appendItems(added, dest, valid.keys) : appendItems(dest, added, valid.keys);
}

function mergeOne(
  dest: Value[],
  patch: Value[] | undefined,
  added: Value[],
  { keys, values }: { keys: readonly string[]; values: readonly string[] },
  merge: ListMerge,
): void {
  const merged = merge.mergeItems(findItem(dest, keys, values), patch && findItem(patch, keys, values));
  if (isMissingOrNull(merged) || (isFields(merged) && isEmpty(merged))) {
    setElement(dest, undefined, keys, values);
    return;
  }
  if (isFields(merged)) {
    for (const [index, key] of keys.entries()) {
      if (getField(merged, key) === undefined && values[index] !== '') setField(merged, key, values[index] as string);
    }
  }
  setElement(added, merged, keys, values);
}

function fieldValues(sources: readonly (Value[] | undefined)[], keys: readonly string[]): string[][] {
  const seen = new Set<string>();
  const result: string[][] = [];
  for (const source of sources) {
    for (const item of source ?? []) {
      const values = keys.map((key) => {
        const field = isFields(item) ? getField(item, key) : undefined;
        return isEmpty(field) ? '' : textOf(field);
      });
      const mark = JSON.stringify(values);
      if (seen.has(mark)) continue;
      seen.add(mark);
      result.push(values);
    }
  }
  return result;
}

function primitiveValues(sources: readonly (Value[] | undefined)[]): string[][] {
  const seen = new Set<string>();
  for (const source of sources) for (const item of source ?? []) seen.add(textOf(item));
  return [...seen].map((text) => [text]);
}

/** With several keys, tuples that agree where both have values are taken for one, and complete each other. */
function completeValues(values: string[][]): void {
  for (let left = 0; left < values.length; left++) {
    // What the tuple was at first is combined with each: the last partner wins.
    const first = values[left] as string[];
    for (let right = 0; right < values.length; right++) {
      const both = combine(first, values[right] as string[]);
      if (both === undefined) continue;
      values[left] = both;
      values[right] = both;
    }
  }
}

function combine(left: readonly string[], right: readonly string[]): string[] | undefined {
  if (left.length !== right.length) return undefined;
  let share = false;
  const result: string[] = [];
  for (const [index, value] of left.entries()) {
    const other = right[index] as string;
    if (value === other) share = true;
    else if (value !== '' && other !== '') return undefined;
    result.push(value === '' ? other : value);
  }
  return share ? result : undefined;
}

/** The keys that any tuple has a value for, and this tuple's values for them. */
function validKeys(
  all: readonly (readonly string[])[],
  values: readonly string[],
  keys: readonly string[],
): { keys: readonly string[]; values: readonly string[] } {
  const used = keys.map((_, index) => all.some((tuple) => tuple[index] !== ''));
  if (!used.includes(true)) return { keys, values };
  return { keys: keys.filter((_, index) => used[index]), values: values.filter((_, index) => used[index]) };
}

function findItem(list: readonly Value[], allKeys: readonly string[], allValues: readonly string[]): Value | undefined {
  const { keys, values } = validKeys([allValues], allValues, allKeys);
  if (keys[0] === undefined || keys[0] === '') return list.find((item) => textOf(item) === values[0]);
  return list.find(
    (item) =>
      isFields(item) &&
      keys.every((key, index) => {
        const field = getField(item, key);
        return field !== undefined && textOf(field) === values[index];
      }),
  );
}

function appendItems(dest: Value[], items: readonly Value[], keys: readonly string[]): Value[] {
  for (const item of [...items]) {
    if (keys[0] === '') {
      setElement(dest, item, [''], [textOf(item)]);
      continue;
    }
    const values: string[] = [];
    for (const key of keys) {
      const field = isFields(item) ? getField(item, key) : undefined;
      if (field === undefined) dest.push(item);
      else values.push(textOf(field));
    }
    if (keys.length > 1) setElement(dest, undefined, keys, values);
    setElement(dest, item, keys, values);
  }
  return dest;
}
