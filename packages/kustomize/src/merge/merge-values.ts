import { wrongKind } from '../filters/node-kind.ts';
import { needsQuotes } from '../filters/set-new-text.ts';
import { FieldPathError } from '../filters/walk-field.ts';
import type { Notes } from '../reading/notes.ts';
import { isQuoted, markQuoted, unmarkQuoted } from '../values/quoted.ts';
import {
  type Fields,
  getField,
  hasFields,
  isFields,
  isMissingOrNull,
  isNull,
  isScalar,
  setField,
  textOf,
  type Value,
  writeField,
} from '../values/value.ts';
import { listDirective, mapDirective } from './directives.ts';
import { mergeList } from './merge-list.ts';
import { fieldSchema, type MergeSchema, type SchemaLookup } from './merge-schema.ts';

export interface MergeOptions {
  readonly schemas: SchemaLookup;
  /** New items of merged lists go in front (patches) or behind. */
  readonly prepend: boolean;
  /** Without a schema, merge lists whose items all have a name. */
  readonly inferKeys?: boolean | undefined;
  /** Comments and styles of both, to be kept for the result. */
  readonly notes?: Notes | undefined;
}

/**
 * Merges a patch into a value as kustomize's strategic merge does, and returns the result: `dest` changed in place, or parts of `patch`
 * taken over; undefined when nothing is left. Both may be the same object: what a patch adds is merged with itself, which drops its nulls
 * and carries out its directives. Copy the patch before when it is needed again.
 */
export function mergeValues(
  dest: Value | undefined,
  patch: Value | undefined,
  schema: MergeSchema | undefined,
  options: MergeOptions,
  path: string = '',
): Value | undefined {
  const first = isMissingOrNull(dest) ? patch : dest;
  const known = schema ?? schemaOf(dest, options.schemas) ?? schemaOf(patch, options.schemas);
  if (isMissingOrNull(first)) return mergeNulls(dest, patch);
  if (Array.isArray(first)) {
    requireKind(dest, patch, Array.isArray, 'SequenceNode', path);
    return isMerged(known, dest, patch, options)
      ? mergeAssociative(dest, patch, known, options, path)
      : patch === undefined
        ? dest
        : patch;
  }
  if (isFields(first)) {
    requireKind(dest, patch, isFields, 'MappingNode', path);
    return mergeMaps(dest, patch, known, options, path);
  }
  requireKind(dest, patch, (value) => !Array.isArray(value) && !isFields(value), 'ScalarNode', path);
  return patch === undefined ? dest : patch;
}

/** A written null stays when the patch is silent; `key:` without a value does not. */
function mergeNulls(dest: Value | undefined, patch: Value | undefined): Value | undefined {
  return patch === undefined && dest !== undefined && textOf(dest) !== '' ? dest : undefined;
}

function schemaOf(value: Value | undefined, schemas: SchemaLookup): MergeSchema | undefined {
  if (!isFields(value)) return undefined;
  const { kind, apiVersion } = value;
  if (typeof kind !== 'string' || typeof apiVersion !== 'string' || kind === '' || apiVersion === '') return undefined;
  return schemas(apiVersion, kind);
}

function requireKind(
  dest: Value | undefined,
  patch: Value | undefined,
  isKind: (value: Value | undefined) => boolean,
  wanted: 'ScalarNode' | 'MappingNode' | 'SequenceNode',
  path: string,
): void {
  for (const value of [dest, patch]) {
    if (!isMissingOrNull(value) && !isKind(value)) throw wrongKind(value, wanted, path);
  }
}

function mergeMaps(
  dest: Value | undefined,
  patch: Value | undefined,
  schema: MergeSchema | undefined,
  options: MergeOptions,
  path: string,
): Value | undefined {
  const target = chooseMap(dest, patch);
  if (!isFields(target)) return target;
  const source = isFields(patch) ? patch : undefined;
  if (source !== undefined && !hasFields(target)) options.notes?.takeStyle(source, target);
  for (const key of fieldNames(target, source)) {
    const field = path === '' ? key : `${path}.${key}`;
    const old = getField(target, key);
    const merged = mergeValues(old, source && getField(source, key), fieldSchema(schema, key), options, field);
    if (merged === undefined || (isNull(merged) && !isKept(merged, old, source, key))) dropField(target, key);
    else if (merged === old) quoteField(target, key, merged);
    else {
      options.notes?.moveEntry(source, target, key, merged);
      putField(target, source, key, merged);
    }
  }
  return target;
}

function dropField(target: Fields, key: string): void {
  if (!Object.hasOwn(target, key)) return;
  delete target[key];
  unmarkQuoted(target, key);
}

/** A field keeps its quotes: a number becomes text in them. A new field brings its own. */
function putField(target: Fields, patch: Fields | undefined, key: string, value: Value): void {
  if (getField(target, key) === undefined) {
    if (patch !== undefined && isQuoted(patch, key)) markQuoted(target, key);
    setField(target, key, value);
    quoteField(target, key, value);
  } else writeField(target, key, isScalar(value) && isQuoted(target, key) ? textOf(value) : value);
}

/** Kustomize writes every field that it passes back, and puts quotes around texts that need some. */
function quoteField(fields: Fields, key: string, value: Value): void {
  if (typeof value === 'string' && !isQuoted(fields, key) && needsQuotes(value)) markQuoted(fields, key);
}

/** A null of its own that the patch does not mention stays; any other null removes its field. */
function isKept(merged: Value, old: Value | undefined, patch: Fields | undefined, key: string): boolean {
  return merged === old && (patch === undefined || getField(patch, key) === undefined);
}

/** The map that the result grows in; undefined when the patch deletes it. */
function chooseMap(dest: Value | undefined, patch: Value | undefined): Value | undefined {
  const directive = isFields(patch) ? mapDirective(patch) : 'merge';
  if (isMissingOrNull(dest)) return directive === 'delete' ? undefined : patch;
  if (isNull(patch) || directive === 'delete') return undefined;
  return directive === 'replace' ? patch : dest;
}

function fieldNames(dest: Fields, patch: Fields | undefined): string[] {
  const names = Object.keys(dest);
  if (patch === undefined || patch === dest) return names.sort();
  const seen = new Set(names);
  for (const name of Object.keys(patch)) seen.add(name);
  return [...seen].sort();
}

function isMerged(
  schema: MergeSchema | undefined,
  dest: Value | undefined,
  patch: Value | undefined,
  options: MergeOptions,
): boolean {
  if (schema !== undefined) return schema.strategy?.split(',').includes('merge') === true;
  return options.inferKeys === true && [dest, patch].some((list) => Array.isArray(list) && haveNames(list));
}

function haveNames(list: readonly Value[]): boolean {
  return list.every((item) => isFields(item) && Object.hasOwn(item, 'name'));
}

function mergeAssociative(
  dest: Value | undefined,
  patch: Value | undefined,
  schema: MergeSchema | undefined,
  options: MergeOptions,
  path: string,
): Value | undefined {
  let target = dest;
  if (isMissingOrNull(dest)) target = patch;
  else if (isNull(patch)) return undefined;
  else {
    const directive = Array.isArray(patch) ? listDirective(patch) : 'merge';
    if (directive === 'delete') return undefined;
    if (directive === 'replace') target = patch;
  }
  if (!Array.isArray(target)) return undefined;
  const source = Array.isArray(patch) ? patch : undefined;
  const keys = schema === undefined ? [inferKey(target, source, path)] : (schema.keys ?? []);
  return mergeList(target, source, keys, {
    prepend: options.prepend,
    mergeItems: (left, right) => mergeValues(left, right, schema?.items, options),
  });
}

function inferKey(dest: readonly Value[], patch: readonly Value[] | undefined, path: string): string {
  const lists = [dest, patch ?? []].filter((list) => list.length > 0);
  const named = lists.map(haveNames);
  if (named.includes(true) && named.includes(false)) {
    throw new FieldPathError(`conflicting merge keys [,name] for field ${path}`, path);
  }
  if (!named.includes(true)) throw new FieldPathError(`no merge key found for field ${path}`, path);
  return 'name';
}
