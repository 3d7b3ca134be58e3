import { getKey, type JsonObject, type JsonValue, type StructuralSchema } from '@flux19/objects';
import { additionalSchema } from '../schema/additional-schema.ts';

export interface PruneOptions {
  /** The value is a whole object: `apiVersion`, `kind` and `metadata` are known. Default true. */
  readonly isResourceRoot?: boolean;
}

interface Walk {
  readonly path: string[];
  readonly removed: string[];
}

/**
 * Removes unknown fields in place and returns their paths (`spec.a`, `spec.list[0].b`), sorted as kube-apiserver lists them.
 * Unknown fields inside `metadata` stay: see coerceObjectMeta.
 */
export function prune(value: JsonValue, schema: StructuralSchema | undefined, options: PruneOptions = {}): string[] {
  const walk: Walk = { path: [], removed: [] };
  const isResource = options.isResourceRoot ?? true;
  // The root's metadata is known whether or not the schema says so.
  pruneValue(value, isResource ? (schema ?? {}) : schema, isResource, walk);
  return walk.removed.toSorted();
}

function isMetaField(key: string): boolean {
  return key === 'metadata' || key === 'apiVersion' || key === 'kind';
}

function isEmbedded(schema: StructuralSchema | undefined): boolean {
  return schema?.['x-kubernetes-embedded-resource'] === true;
}

function pruneValue(
  value: JsonValue | undefined,
  schema: StructuralSchema | undefined,
  isResource: boolean,
  walk: Walk,
): void {
  if (typeof value !== 'object' || value === null) return;
  if (schema?.['x-kubernetes-preserve-unknown-fields'] === true) keepUnknown(value, schema, isResource, walk);
  else if (Array.isArray(value)) pruneItems(value, schema?.items, walk);
  else pruneFields(value, schema, isResource, walk);
}

function pruneItems(list: JsonValue[], items: StructuralSchema | undefined, walk: Walk): void {
  for (let index = 0; index < list.length; index++) {
    walk.path.push(`[${index}]`);
    pruneValue(list[index], items, isEmbedded(items), walk);
    walk.path.pop();
  }
}

function pruneFields(object: JsonObject, schema: StructuralSchema | undefined, isResource: boolean, walk: Walk): void {
  for (const key of Object.keys(object)) {
    if (isResource && isMetaField(key)) continue;
    if (schema !== undefined && descend(object, key, schema, walk)) continue;
    // At the root these three are never reported, since every object has them.
    if (schema === undefined || !isMetaField(key) || walk.path.length > 0) walk.removed.push(pathTo(walk.path, key));
    delete object[key];
  }
}

/** Prunes below a known field; false when the field is not known. */
function descend(object: JsonObject, key: string, schema: StructuralSchema, walk: Walk): boolean {
  const property = schema.properties === undefined ? undefined : getKey(schema.properties, key);
  const known = property !== undefined || schema.additionalProperties !== undefined;
  if (!known) return false;
  const below = property ?? additionalSchema(schema);
  walk.path.push(key);
  pruneValue(object[key], below, isEmbedded(below), walk);
  walk.path.pop();
  return true;
}

/** Where unknown fields may stay, known ones are still pruned by their own schemas. */
function keepUnknown(
  value: JsonValue | undefined,
  schema: StructuralSchema | undefined,
  isResource: boolean,
  walk: Walk,
): void {
  if (typeof value !== 'object' || value === null || schema === undefined) return;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      walk.path.push(`[${index}]`);
      keepUnknown(value[index], schema.items, isEmbedded(schema.items), walk);
      walk.path.pop();
    }
    return;
  }
  for (const key of Object.keys(value)) {
    if (!(isResource && isMetaField(key))) descend(value, key, schema, walk);
  }
}

function pathTo(path: readonly string[], key: string): string {
  let text = '';
  for (const segment of [...path, key]) text += text === '' || segment.startsWith('[') ? segment : `.${segment}`;
  return text;
}
