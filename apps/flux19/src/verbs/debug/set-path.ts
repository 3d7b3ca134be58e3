import { isJsonObject, type JsonObject, type JsonValue, setKey } from '@flux19/objects';

/** Values with one value set at a path as helm's `--set` has it: keys with dots between them, `\.` for a dot, `[0]` for places of lists. */
export function withPathSet(values: JsonObject, path: string, text: string): JsonObject {
  const keys = (path.match(/(?:\\.|[^.\\[\]])+|\[\d+\]/g) ?? []).map((key) => key.replace(/\\(.)/g, '$1'));
  return setAt(values, keys, parseValue(text)) as JsonObject;
}

function setAt(at: JsonValue | undefined, keys: readonly string[], value: JsonValue): JsonValue {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  const index = /^\[(\d+)\]$/.exec(key)?.[1];
  if (index !== undefined) {
    const list = Array.isArray(at) ? [...at] : [];
    list[Number(index)] = setAt(list[Number(index)], rest, value);
    return Array.from(list, (item) => item ?? null);
  }
  const map: JsonObject = isJsonObject(at) ? { ...at } : {};
  setKey(map, key, setAt(Object.hasOwn(map, key) ? map[key] : undefined, rest, value));
  return map;
}

/** Quoted values are texts; others are what they look like. */
function parseValue(text: string): JsonValue {
  const quoted = /^(['"])(.*)\1$/s.exec(text)?.[2];
  if (quoted !== undefined) return quoted;
  const list = /^\{(.*)\}$/s.exec(text)?.[1];
  if (list !== undefined) return list === '' ? [] : list.split(',').map((item) => scalarOf(item.trim()));
  return scalarOf(text);
}

function scalarOf(text: string): JsonValue {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  return /^(0|-?[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}
