import type { FieldType, ListType, SchemaNode } from './schema-node.ts';

const noFields: ReadonlyMap<string, FieldType> = new Map();

/** Any value, with one owner for all of it. */
export const untypedAtomic: SchemaNode = {
  scalar: 'untyped',
  list: {
    relationship: 'atomic',
    keys: [],
    get element() {
      return untypedAtomic;
    },
  },
  map: {
    isAtomic: true,
    fields: noFields,
    get element() {
      return untypedAtomic;
    },
  },
};

/** Any value without a schema: fields have owners of their own, lists have one. */
export const deduced: SchemaNode = {
  scalar: 'untyped',
  list: untypedAtomic.list as ListType,
  map: {
    isAtomic: false,
    fields: noFields,
    get element() {
      return deduced;
    },
  },
};
