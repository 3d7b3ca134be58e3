import { getKey, isJsonObject, type JsonObject, type JsonValue, parseJson, setKey } from '@flux19/objects';
import { memberTexts } from './duplicate-fields.ts';
import type { GoField, GoType } from './go-type.ts';

/**
 * Reads JSON that gives keys more than once as Go reads it into a type: what a struct, a map or a list holds already stays where the later
 * value says nothing else. The text must be valid JSON. As deep as types nest, each part is looked at once a level.
 */
export function readRepeated(text: string, type: GoType): JsonValue {
  const start = text.trimStart()[0];
  if (type.kind === 'struct' && start === '{') return readStruct(text, type);
  if (type.kind === 'list' && start === '[') return memberTexts(text).map(([, item]) => readRepeated(item, type.items));
  if (type.kind !== 'map' || start !== '{') return parseJson(text);
  const map: JsonObject = {};
  for (const [key, value] of memberTexts(text)) setKey<JsonValue>(map, key, readRepeated(value, type.values));
  return map;
}

function readStruct(text: string, { fields }: Extract<GoType, { kind: 'struct' }>): JsonObject {
  const struct: JsonObject = {};
  for (const [key, value] of memberTexts(text)) {
    const field = fields.get(key);
    const later = field === undefined ? parseJson(value) : readRepeated(value, field.type);
    const earlier = getKey(struct, key);
    setKey(struct, key, field === undefined || earlier === undefined ? later : joined(earlier, later, field));
  }
  return struct;
}

function joined(earlier: JsonValue, later: JsonValue, { type, isValueStruct, keepsEmpty }: GoField): JsonValue {
  // Null clears pointers, maps and lists, and says nothing to anything else.
  if (later === null) return isValueStruct || (type.kind === 'scalar' && !keepsEmpty) ? earlier : null;
  return overlaid(earlier, later, type);
}

function overlaid(earlier: JsonValue, later: JsonValue, type: GoType): JsonValue {
  if (type.kind === 'list' && Array.isArray(earlier) && Array.isArray(later)) {
    return later.map((item, position) => overlaid(earlier[position] ?? null, item, type.items));
  }
  if (!isJsonObject(earlier) || !isJsonObject(later)) return later;
  if (type.kind !== 'struct') return type.kind === 'map' ? { ...earlier, ...later } : later;
  const struct: JsonObject = { ...earlier };
  for (const [key, value] of Object.entries(later)) {
    const field = type.fields.get(key);
    const before = getKey(earlier, key);
    if (value === undefined) continue;
    setKey(struct, key, field === undefined || before === undefined ? value : joined(before, value, field));
  }
  return struct;
}
