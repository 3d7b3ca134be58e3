import { type JsonValue, printJson } from '@flux19/objects';
import type { FieldOptions } from '../kustomization/kustomization.ts';
import { printNodes } from '../printing/print-nodes.ts';
import {
  copyValue,
  type Fields,
  isFields,
  isScalar,
  plainValue,
  setField,
  textOf,
  type Value,
} from '../values/value.ts';
import { type Embedded, readEmbedded } from './embedded.ts';
import { type Created, findPlaces, type Place } from './find-places.ts';
import { lookup } from './lookup.ts';
import { type Source, writePlace } from './write-place.ts';

/**
 * Writes into a document that is the text of a field on the way of the path, such as `data.config\.json.port`: since 5.8, kustomize
 * changes the value inside and prints the document again. False when the path does not lead through such a text.
 */
export function writeStructured(
  root: Fields,
  parts: readonly string[],
  source: Source,
  create: Created,
  options: FieldOptions | undefined,
): boolean {
  const found = findText(root['root'], parts);
  if (found === undefined) return false;
  const document: Value[] = [found.embedded.value];
  const places = placesIn(document, found.rest, create);
  if (places === undefined || places.length === 0) return false;
  for (const place of places) writePlace(place, source, options, false);
  const text = print(document[0] as Value, found);
  if (text === undefined) return false;
  const holder = lookup(root['root'], found.path.slice(0, -1));
  const key = found.path.at(-1) as string;
  if (isFields(holder)) setField(holder, key, text);
  else if (Array.isArray(holder)) holder[indexOfText(holder, found.text)] = text;
  else return false;
  return true;
}

interface FoundText {
  readonly path: readonly string[];
  readonly rest: readonly string[];
  readonly text: string;
  readonly embedded: Embedded;
}

/** The first prefix of the path that ends at a scalar that can be read as YAML. */
function findText(root: Value | undefined, parts: readonly string[]): FoundText | undefined {
  for (let length = 1; length < parts.length; length++) {
    const path = parts.slice(0, length);
    try {
      const value = lookup(root, path);
      if (value === undefined || !isScalar(value)) continue;
      const text = textOf(value);
      return { path, rest: parts.slice(length), text, embedded: readEmbedded(text) };
    } catch {
      // Not there, or no document: the path may still lead through a later text.
    }
  }
  return undefined;
}

function placesIn(document: Value[], rest: readonly string[], create: Created): Place[] | undefined {
  try {
    return findPlaces(document, 0, rest, create);
  } catch {
    return undefined;
  }
}

function indexOfText(list: readonly Value[], text: string): number {
  return list.findIndex((item) => textOf(item) === text);
}

function print(value: Value, { text, embedded }: FoundText): string | undefined {
  const first = text.trim()[0];
  if (first !== '{' && first !== '[') return printNodes(value, embedded.notes).trim();
  const plain = sortKeys(plainValue(copyValue(value)) as JsonValue);
  return escapeHtml(text.includes('\n') && text.includes('  ') ? prettyJson(plain) : printJson(plain));
}

function sortKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const sorted: Fields = {};
  for (const key of Object.keys(value).sort()) setField(sorted, key, sortKeys(value[key] as JsonValue) as Value);
  return sorted as JsonValue;
}

function prettyJson(value: JsonValue, indent: string = ''): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => deeper + prettyJson(item, deeper)).join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return printJson(value);
  const keys = Object.keys(value);
  if (keys.length === 0) return '{}';
  const fields = keys.map((key) => `${deeper}${printJson(key)}: ${prettyJson(value[key] as JsonValue, deeper)}`);
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

/** Go's JSON encoder escapes what could end a script element. */
function escapeHtml(json: string): string {
  return json
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
