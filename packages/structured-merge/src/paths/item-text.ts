import { isJsonObject, type JsonValue, parseJson, printJson } from '@flux19/objects';
import { comparePrimitives } from '../values/compare-values.ts';
import type { KeyField, PathElement } from './path-element.ts';

/** A path element that is not a field: what selects an item of a list. */
export type ItemElement = Exclude<PathElement, { readonly kind: 'field' }>;

/** A fieldsV1 key is not a path element. */
export class FieldSetError extends Error {
  override readonly name = 'FieldSetError';
}

/** The fieldsV1 key of an item: `k:{"name":"web"}`, `v:"a"` or `i:0`. Equal items have equal text. */
export function printItem(element: ItemElement): string {
  switch (element.kind) {
    case 'key':
      return keyText(element.keys);
    case 'value':
      return valueText(element.value);
    case 'index':
      return `i:${element.index}`;
  }
}

/** The text of an item with these key fields, which are sorted by name. */
export function keyText(keys: readonly KeyField[]): string {
  let fields = '';
  for (const [name, value] of keys) {
    fields += `${fields === '' ? '' : ','}${plainText.test(name) ? `"${name}"` : JSON.stringify(name)}:${scalarText(value)}`;
  }
  return `k:{${fields}}`;
}

/** The text of an item of a set. */
export function valueText(value: JsonValue): string {
  return `v:${scalarText(value)}`;
}

const needsEscape = /[<>&\u2028\u2029]/g;
/** Text that stands for itself in JSON, as nearly all keys do. */
const plainText = /^[\w ./:@-]*$/;

/** JSON as Go writes it: with the characters escaped that HTML would read. */
function scalarText(value: JsonValue): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string' && plainText.test(value)) return `"${value}"`;
  const text = typeof value === 'string' ? JSON.stringify(value) : printJson(value);
  return text.replace(needsEscape, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Reads a fieldsV1 key that is not a field; undefined for a kind of element that is unknown. Throws FieldSetError. */
export function parseItem(text: string): ItemElement | undefined {
  if (text.length < 2) throw new FieldSetError('key must be 2 characters long:');
  if (text[1] !== ':') throw new FieldSetError(`missing colon: ${text}`);
  const body = text.slice(2);
  switch (text[0]) {
    case 'k':
      return { kind: 'key', keys: parseKeys(body) };
    case 'v':
      return { kind: 'value', value: parseBody(body) };
    case 'i':
      return { kind: 'index', index: parseIndex(body) };
    default:
      return undefined;
  }
}

function parseKeys(body: string): KeyField[] {
  const keys = parseBody(body);
  if (!isJsonObject(keys)) throw new FieldSetError(`key is not a JSON object: ${body}`);
  const fields = Object.entries(keys).map(([name, value]): KeyField => [name, value ?? null]);
  return fields.sort(([a], [b]) => comparePrimitives(a, b));
}

function parseBody(body: string): JsonValue {
  try {
    return parseJson(body);
  } catch (cause) {
    throw new FieldSetError(`not JSON: ${body}`, { cause });
  }
}

function parseIndex(body: string): number {
  if (!/^[+-]?\d+$/.test(body)) throw new FieldSetError(`not an index: ${body}`);
  return Number(body);
}
