import type { Resource } from '../resources/resource.ts';
import { SharedText } from '../values/shared-text.ts';
import { type Fields, getField, isFields, isNull, setField, textOf, writeField } from '../values/value.ts';
import { type FieldSpecs, visitFields } from './field-filter.ts';
import { wrongKind } from './node-kind.ts';

/** Labels or annotations to set, sorted by key: the order in which they are appended. */
export function sortedEntries(map: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.keys(map)
    .sort()
    .map((key) => [key, map[key] as string] as const);
}

/** Sets entries in every map that the specs name. What is added at several places is shared by them. */
export function setEntries(
  resource: Resource,
  entries: readonly (readonly [string, string])[],
  specs: FieldSpecs,
): void {
  if (entries.length === 0) return;
  const added = new Map<string, Fields[]>();
  visitFields(resource, specs, 'map', (_holder, key, value) => {
    if (isNull(value)) return;
    if (!isFields(value)) throw wrongKind(value, 'MappingNode', String(key));
    for (const [name, text] of entries) setEntry(value, name, text, added);
  });
  for (const [name, places] of added) if (places.length > 1) share(places, name);
}

function setEntry(fields: Fields, name: string, text: string, added: Map<string, Fields[]>): void {
  if (getField(fields, name) === undefined) {
    const places = added.get(name);
    if (places === undefined) added.set(name, [fields]);
    else places.push(fields);
  }
  writeField(fields, name, text);
}

function share(places: readonly Fields[], name: string): void {
  const text = new SharedText(textOf(places[0]?.[name]));
  for (const fields of places) setField(fields, name, text);
}
