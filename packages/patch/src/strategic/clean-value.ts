import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { CopyOnWrite } from '../copy-on-write.ts';
import { patchDirective } from './directives.ts';

/**
 * A value of a patch as it enters a document that has nothing in its place: objects with `$patch` are left out, and
 * with `dropNulls` fields that are null too. Undefined when nothing is left of it.
 */
export function cleanValue(value: JsonValue, dropNulls: boolean): JsonValue | undefined {
  if (Array.isArray(value)) return cleanList(value, dropNulls);
  return isJsonObject(value) ? cleanObject(value, dropNulls) : value;
}

function cleanObject(object: JsonObject, dropNulls: boolean): JsonObject | undefined {
  if (Object.hasOwn(object, patchDirective)) return undefined;
  const cleaned = new CopyOnWrite(object);
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const kept = value === null && dropNulls ? undefined : cleanValue(value, dropNulls);
    if (kept === undefined) cleaned.delete(key);
    else cleaned.set(key, kept);
  }
  return cleaned.result;
}

function cleanList(list: JsonValue[], dropNulls: boolean): JsonValue[] {
  const cleaned = list.map((value) => cleanValue(value, dropNulls)).filter((value) => value !== undefined);
  const isSame = cleaned.length === list.length && cleaned.every((value, index) => value === list[index]);
  return isSame ? list : cleaned;
}
