import type { Resource } from '../resources/resource.ts';
import { isFields, isNull, setField } from '../values/value.ts';
import { type FieldSpecs, visitFields } from './field-filter.ts';
import { wrongKind } from './node-kind.ts';

/** Labels or annotations to set, sorted by key: the order in which they are appended. */
export function sortedEntries(map: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.keys(map)
    .sort()
    .map((key) => [key, map[key] as string] as const);
}

/** Sets entries in every map that the specs name. */
export function setEntries(
  resource: Resource,
  entries: readonly (readonly [string, string])[],
  specs: FieldSpecs,
): void {
  if (entries.length === 0) return;
  visitFields(resource, specs, 'map', (_holder, key, value) => {
    if (isNull(value)) return;
    if (!isFields(value)) throw wrongKind(value, 'MappingNode', String(key));
    for (const [name, text] of entries) setField(value, name, text);
  });
}
