import { deepEqual, isJsonObject, type JsonObject, type KubeObject, parseJson } from '@flux19/objects';
import { pointerParts, resolvePointer } from './json-pointer.ts';

/** Whether a manager that is asked for owns the field at a JSON pointer by having applied it. */
export function ownsField(object: KubeObject, pointer: string, isAsked: (manager: string) => boolean): boolean {
  const applied = (object.metadata.managedFields ?? []).filter(
    (entry) => entry.operation === 'Apply' && (entry.subresource ?? '') === '' && entry.fieldsV1 !== undefined,
  );
  const all = applied.map((entry) => entry.fieldsV1 ?? {});
  const path = fieldPath(object, pointer, all);
  if (path === undefined) return false;
  return applied.some((entry) => isAsked(entry.manager ?? '') && descend(entry.fieldsV1 ?? {}, path) !== undefined);
}

/** The pointer in the form of fieldsV1. Items of lists go by the keys that some manager knows them by; undefined if none does. */
function fieldPath(object: KubeObject, pointer: string, owned: readonly JsonObject[]): readonly string[] | undefined {
  const path: string[] = [];
  let at = '';
  for (const part of pointerParts(pointer)) {
    const parent = resolvePointer(object, at);
    at += `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!Array.isArray(parent)) {
      path.push(`f:${part}`);
      continue;
    }
    const key = itemKey(parent[Number(part)], path, owned);
    if (key === undefined) return undefined;
    path.push(key);
  }
  return path;
}

function itemKey(item: unknown, path: readonly string[], owned: readonly JsonObject[]): string | undefined {
  if (!isJsonObject(item)) return undefined;
  const keys = owned
    .flatMap((fields) => Object.keys(descend(fields, path) ?? {}))
    .filter((key) => key.startsWith('k:'));
  return keys.find((key) => {
    const values = parseJson(key.slice(2));
    return isJsonObject(values) && Object.entries(values).every(([name, value]) => deepEqual(item[name], value));
  });
}

function descend(fields: JsonObject, path: readonly string[]): JsonObject | undefined {
  let node: JsonObject = fields;
  for (const part of path) {
    const next = Object.hasOwn(node, part) ? node[part] : undefined;
    if (!isJsonObject(next)) return undefined;
    node = next;
  }
  return node;
}
