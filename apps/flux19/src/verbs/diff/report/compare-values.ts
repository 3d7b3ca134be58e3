import { isJsonObject, type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import { compareLists } from './compare-lists.ts';
import type { Detail, Difference } from './difference.ts';
import { typeOf } from './value-type.ts';

/** What differs between two values, from the root to the leaves, keys in alphabetical order. */
export function compareValues(from: JsonValue, to: JsonValue, path: readonly string[] = []): readonly Difference[] {
  if (typeOf(from) !== typeOf(to)) return [{ path, details: [{ kind: 'changed', from, to }] }];
  if (isJsonObject(from) && isJsonObject(to)) return compareMaps(path, from, to);
  if (Array.isArray(from) && Array.isArray(to)) {
    return compareLists(path, from, to, (inner, before, after) => compareValues(before, after, inner));
  }
  return from === to ? [] : [{ path, details: [{ kind: 'changed', from, to }] }];
}

function compareMaps(path: readonly string[], from: JsonObject, to: JsonObject): readonly Difference[] {
  const inner = keysOf(from)
    .filter((key) => Object.hasOwn(to, key))
    .flatMap((key) => compareValues(from[key] ?? null, to[key] ?? null, [...path, key]));
  const removed = onlyIn(from, to);
  const added = onlyIn(to, from);
  const details: Detail[] = [
    ...(keysOf(removed).length > 0 ? [{ kind: 'removed', entries: removed } as const] : []),
    ...(keysOf(added).length > 0 ? [{ kind: 'added', entries: added } as const] : []),
  ];
  return details.length === 0 ? inner : [{ path, details }, ...inner];
}

function keysOf(map: JsonObject): readonly string[] {
  return Object.keys(map)
    .filter((key) => map[key] !== undefined)
    .toSorted();
}

function onlyIn(map: JsonObject, other: JsonObject): JsonObject {
  const entries: JsonObject = {};
  for (const key of keysOf(map)) if (!Object.hasOwn(other, key)) setKey(entries, key, map[key]);
  return entries;
}
