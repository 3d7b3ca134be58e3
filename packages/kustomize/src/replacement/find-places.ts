import { compileGoRegexp } from '@flux19/expressions';
import type { Holder } from '../filters/walk-field.ts';
import {
  type Fields,
  getField,
  isFields,
  isMissingOrNull,
  isScalar,
  setField,
  textOf,
  type Value,
} from '../values/value.ts';
import { readEmbedded } from './embedded.ts';
import { isIndex, isListSelector, splitSelector } from './split-field-path.ts';

/** A value and where it lives, so that it can be replaced. */
export interface Place {
  readonly holder: Holder;
  readonly key: string | number;
}

/** What a field is created as when the path ends at it; undefined creates nothing. */
export type Created = 'scalar' | 'map' | 'list' | undefined;

/** Every place a path leads to; `*` and `[field=pattern]` lead to many. Throws where kustomize's PathMatcher does. */
export function findPlaces(holder: Holder, key: string | number, path: readonly string[], create: Created): Place[] {
  const [part, ...rest] = path;
  if (part === undefined) return [{ holder, key }];
  const value = (holder as Fields)[key as string] as Value;
  if (isIndex(part)) return atIndex(value, Number(part), rest, create);
  if (isListSelector(part)) return matching(value, part, rest, create);
  if (part === '*') return list(value).flatMap((_, index) => findPlaces(value as Value[], index, rest, create));
  return inField(value, part, rest, create);
}

function inField(value: Value, part: string, rest: readonly string[], create: Created): Place[] {
  if (isMissingOrNull(value)) return [];
  if (!isFields(value)) throw new Error('wrong node kind: expected MappingNode');
  let field = getField(value, part);
  if (field === undefined) {
    if (create === undefined) return [];
    field = newValue(rest[0], create);
    setField(value, part, field);
  }
  if (isScalar(field) && rest.length > 0) return insideText(field, rest, create);
  return findPlaces(value, part, rest, create);
}

/** A path that goes on inside a text leads to places of a copy: writing there has no effect, as in kustomize. */
function insideText(field: Value, rest: readonly string[], create: Created): Place[] {
  const document: Value[] = [readEmbedded(textOf(field)).value];
  return findPlaces(document, 0, rest, create);
}

function newValue(next: string | undefined, create: Exclude<Created, undefined>): Value {
  if (next === undefined) return create === 'scalar' ? '' : create === 'map' ? {} : [];
  return isListSelector(next) || isIndex(next) ? [] : {};
}

function list(value: Value): Value[] {
  if (isMissingOrNull(value)) return [];
  if (!Array.isArray(value)) throw new Error('wrong node kind: expected SequenceNode');
  return value;
}

function atIndex(value: Value, index: number, rest: readonly string[], create: Created): Place[] {
  const items = list(value);
  if (items.length === index && create !== undefined) items.push(newValue(rest[0], create));
  if (items.length <= index) throw new Error(`index ${index} specified but only ${items.length} elements found`);
  return findPlaces(items, index, rest, create);
}

function matching(value: Value, part: string, rest: readonly string[], create: Created): Place[] {
  const { name, value: pattern } = splitSelector(part);
  const items = list(value);
  const found = matchItems(items, name, pattern, rest, create);
  if (found.length > 0 || create === undefined) return found;
  const item: Fields = {};
  setField(item, name, pattern);
  items.push(name === '' ? pattern : item);
  return matchItems(items, name, pattern, rest, create);
}

function matchItems(items: Value[], name: string, pattern: string, rest: readonly string[], create: Created): Place[] {
  const test = itemTest(pattern);
  return items.flatMap((item, index) => {
    // Items that are texts themselves end the path.
    if (name === '') return test(textOf(item)) ? [{ holder: items, key: index }] : [];
    const field = isFields(item) ? getField(item, name) : undefined;
    if (field === undefined || !test(textOf(field))) return [];
    return findPlaces(items, index, rest, create);
  });
}

function itemTest(pattern: string): (text: string) => boolean {
  if (/^[a-zA-Z0-9_/:-]*$/.test(pattern)) return (text) => text.includes(pattern);
  const compiled = compileGoRegexp(pattern);
  return (text) => compiled.test(text.trim());
}
