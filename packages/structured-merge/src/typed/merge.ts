import { deepEqual, getKey, isJsonObject, type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import { fieldTypeOf, kindOf, type ListType, type MapType, type SchemaNode } from '../types/schema-node.ts';
import { mergeLists } from './merge-lists.ts';
import { type TypedFault, throwFaults } from './typed-value-error.ts';

/**
 * Lays a configuration over a live value. What the configuration does not name stays, and stays the same object: the result
 * is `live` itself when nothing changes. Throws TypedValueError when the configuration has several items with one key.
 */
export function merge(live: JsonValue, config: JsonValue, node: SchemaNode): JsonValue {
  const faults: TypedFault[] = [];
  const merged = mergeNode(live, config, node, faults);
  throwFaults(faults);
  return merged;
}

/** At least one side is there. */
function mergeNode(
  live: JsonValue | undefined,
  config: JsonValue | undefined,
  node: SchemaNode,
  faults: TypedFault[],
): JsonValue {
  if (config === undefined) return live ?? null;
  if (live === undefined || live === config) return config;
  switch (kindOf(node, config)) {
    case 'map':
      return mergeMaps(live, config, node.map as MapType, faults);
    case 'list':
      return mergeListValues(live, config, node.list as ListType, faults);
    case 'scalar':
      return config;
    case undefined:
      faults.push({ path: '', message: `schema error: ${node.problem ?? 'invalid atom: inlined'}` });
      return config;
  }
}

function mergeMaps(live: JsonValue, config: JsonValue, map: MapType, faults: TypedFault[]): JsonValue {
  const left = isJsonObject(live) && !isEmpty(live) ? live : undefined;
  const right = isJsonObject(config) && !isEmpty(config) ? config : undefined;
  if (map.isAtomic || (left === undefined && right === undefined)) return replace(live, config);
  if (left === undefined || right === undefined) return left ?? right ?? null;
  return mergeFields(left, right, map, faults);
}

function mergeFields(left: JsonObject, right: JsonObject, map: MapType, faults: TypedFault[]): JsonObject {
  let merged: JsonObject | undefined;
  for (const name in right) {
    const before = getKey(left, name);
    const field = right[name];
    const type = field === undefined ? undefined : fieldTypeOf(map, name);
    if (type === undefined) continue;
    const after = mergeNode(before, field, type, faults);
    if (after === before) continue;
    merged ??= { ...left };
    setKey(merged, name, after);
  }
  return merged ?? left;
}

/** The new value, or the old one when both are equal: an identical result tells that nothing changed. */
function replace(live: JsonValue, config: JsonValue): JsonValue {
  return deepEqual(live, config) ? live : config;
}

function isEmpty(map: JsonObject): boolean {
  for (const name in map) if (map[name] !== undefined) return false;
  return true;
}

function mergeListValues(live: JsonValue, config: JsonValue, list: ListType, faults: TypedFault[]): JsonValue {
  const left = Array.isArray(live) ? live : [];
  const right = Array.isArray(config) ? config : [];
  if (list.relationship === 'atomic' || (left.length === 0 && right.length === 0)) return replace(live, config);
  if (right.length === 0) return live;
  return mergeLists({ live: left, config: right, list, faults }, (before, after) =>
    mergeNode(before, after, list.element, faults),
  );
}
