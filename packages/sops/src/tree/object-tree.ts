import { isJsonObject, type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import { SopsError } from '../sops-error.ts';
import { isComment, isList, isMap, isTime, type SopsMap, type SopsValue } from './sops-tree.ts';

/** An object as a tree. */
export function treeOf(object: JsonObject): SopsMap {
  const entries = Object.entries(object).flatMap(([key, value]) =>
    value === undefined ? [] : [{ kind: 'entry', key, value: valueFrom(value) } as const],
  );
  return { kind: 'map', entries };
}

function valueFrom(value: JsonValue): SopsValue {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(valueFrom) };
  return isJsonObject(value) ? treeOf(value) : value;
}

/** A tree as an object. Throws SopsError when it holds bytes that are no text. */
export function objectOf(map: SopsMap): JsonObject {
  const object: JsonObject = {};
  for (const entry of map.entries) if (!isComment(entry)) setKey(object, entry.key, jsonOf(entry.value, entry.key));
  return object;
}

function jsonOf(value: SopsValue, key: string): JsonValue {
  if (isMap(value)) return objectOf(value);
  if (isList(value)) return value.items.flatMap((item) => (isComment(item) ? [] : [jsonOf(item, key)]));
  if (isTime(value)) return value.text;
  if (value instanceof Uint8Array) throw new SopsError('Malformed', `the value of ${key} is not a text`);
  return value as JsonValue;
}
