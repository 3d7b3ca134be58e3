import type { StructuralSchema } from '@flux19/objects';

/** How the three sources of schemas in Kubernetes describe the types that its tests patch. */
export type SchemaSource = 'struct' | 'openapi-v2' | 'openapi-v3';

const text: StructuralSchema = { type: 'string' };
const integer: StructuralSchema = { type: 'integer', format: 'int32' };
const texts: StructuralSchema = { type: 'object', additionalProperties: text };
const raw: StructuralSchema = { type: 'object', properties: { Raw: { type: 'string', format: 'byte' } } };
const integers: StructuralSchema = { type: 'array', items: integer };
const merged = { 'x-kubernetes-patch-strategy': 'merge' } as const;
const mergedByName = { ...merged, 'x-kubernetes-patch-merge-key': 'name' } as const;

/** A type with a field for every strategy, whose lists hold elements of the same type. */
export function mergeItemSchema(source: SchemaSource): StructuralSchema {
  const item: StructuralSchema = { type: 'object' };
  if (source === 'struct') item.title = 'MergeItem';
  const items: StructuralSchema = { type: 'array', items: item };
  const common = {
    name: text,
    value: text,
    other: text,
    simpleMap: texts,
    mergingList: { ...items, ...mergedByName },
    nonMergingList: items,
    mergingIntList: { ...integers, ...merged },
  };
  const properties: Record<string, StructuralSchema> = {
    ...common,
    nonMergingIntList: integers,
    replacingItem: { ...raw, 'x-kubernetes-patch-strategy': 'replace' },
    jsonItem: jsonItemSchema(source),
    retainKeysMap: { type: 'object', properties: common, 'x-kubernetes-patch-strategy': 'retainKeys' },
    retainKeysMergingList: {
      ...items,
      ...mergedByName,
      'x-kubernetes-patch-strategy': 'merge,retainKeys',
    },
  };
  item.properties = properties;
  // After the properties are known, since this field is the type itself, not a list of it.
  properties['mergeItemPtr'] = { ...item, ...mergedByName };
  return item;
}

// A structure without a name, any value, or a node that says nothing.
function jsonItemSchema(source: SchemaSource): StructuralSchema {
  if (source === 'struct') return { ...raw, title: '' };
  return source === 'openapi-v2' ? { 'x-kubernetes-preserve-unknown-fields': true } : {};
}

/** A type of scalars only. */
export const precisionItemSchema: StructuralSchema = {
  type: 'object',
  properties: {
    name: text,
    int32: integer,
    int64: { type: 'integer', format: 'int64' },
    float32: { type: 'number', format: 'float' },
    float64: { type: 'number', format: 'double' },
  },
};
