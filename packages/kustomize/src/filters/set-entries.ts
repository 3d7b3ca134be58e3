import type { Resource } from '../resources/resource.ts';
import { isQuoted, markQuoted } from '../values/quoted.ts';
import { SharedText } from '../values/shared-text.ts';
import { type Fields, getField, isFields, isNull, setField, textOf, writeField } from '../values/value.ts';
import { type FieldSpecs, visitFields } from './field-filter.ts';
import { wrongKind } from './node-kind.ts';
import { needsQuotes } from './set-new-text.ts';

/** Labels or annotations to set, sorted by key: the order in which they are appended. */
export function sortedEntries(map: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.keys(map)
    .sort()
    .map((key) => [key, map[key] as string] as const);
}

/**
 * Sets entries in every map that the specs name. What is added at several places is shared by them. `checkNewKey` may refuse a key that is
 * added: kustomize does when it prints, the filter alone does not.
 */
export function setEntries(
  resource: Resource,
  entries: readonly (readonly [string, string])[],
  specs: FieldSpecs,
  checkNewKey: (key: string) => void = () => undefined,
): void {
  if (entries.length === 0) return;
  const added = new Map<string, Added>();
  visitFields(resource, specs, 'map', (_holder, key, value) => {
    if (isNull(value)) return;
    if (!isFields(value)) throw wrongKind(value, 'MappingNode', String(key));
    for (const [name, text] of entries) setEntry(value, name, text, added, checkNewKey);
  });
  for (const [name, { places, quoted }] of added) share(places, name, quoted);
}

/** Where one entry was added, and whether it is in quotes: it takes the style of each field that it was written into on its way. */
interface Added {
  readonly places: Fields[];
  quoted: boolean;
}

function setEntry(
  fields: Fields,
  name: string,
  text: string,
  added: Map<string, Added>,
  checkNewKey: (key: string) => void,
): void {
  let entry = added.get(name);
  if (entry === undefined) {
    entry = { places: [], quoted: false };
    added.set(name, entry);
  }
  if (getField(fields, name) !== undefined) entry.quoted = isQuoted(fields, name);
  else {
    checkNewKey(name);
    entry.quoted ||= needsQuotes(text);
    entry.places.push(fields);
  }
  writeField(fields, name, text);
}

function share(places: readonly Fields[], name: string, quoted: boolean): void {
  if (quoted) for (const fields of places) markQuoted(fields, name);
  if (places.length < 2) return;
  const text = new SharedText(textOf(places[0]?.[name]));
  for (const fields of places) setField(fields, name, text);
}
