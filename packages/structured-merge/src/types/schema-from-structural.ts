import { isJsonObject, type StructuralSchema } from '@flux19/objects';
import { objectMetaSchema } from './object-meta-schema.ts';
import type { FieldType, ListType, MapType, ScalarType, SchemaNode } from './schema-node.ts';
import { deduced, untypedAtomic } from './untyped.ts';

/** Schemas are immutable and shared, so each is converted once. Those below a node that preserves unknown fields differ. */
const converted = new WeakMap<StructuralSchema, SchemaNode>();
const convertedPreserving = new WeakMap<StructuralSchema, SchemaNode>();
const convertedRoots = new WeakMap<StructuralSchema, SchemaNode>();

/**
 * The schema of an object, whose apiVersion, kind and metadata are those of every object. Nodes below are converted when
 * first used. Without a schema all types are deduced from the values.
 * Rules: https://github.com/kubernetes/kube-openapi/tree/master/pkg/schemaconv
 */
export function schemaFromStructural(schema: StructuralSchema | undefined): SchemaNode {
  if (schema === undefined) return deduced;
  return remember(convertedRoots, schema, () => convert(withMeta(schema), false));
}

function nodeOf(schema: StructuralSchema, isPreserving: boolean): SchemaNode {
  const memo = isPreserving ? convertedPreserving : converted;
  return remember(memo, schema, () =>
    convert(schema['x-kubernetes-embedded-resource'] === true ? withMeta(schema) : schema, isPreserving),
  );
}

function remember<K extends object, V>(memo: WeakMap<K, V>, key: K, make: () => V): V {
  const known = memo.get(key);
  if (known !== undefined) return known;
  const made = make();
  memo.set(key, made);
  return made;
}

const text: StructuralSchema = { type: 'string' };

function withMeta(schema: StructuralSchema): StructuralSchema {
  return {
    ...schema,
    properties: { ...schema.properties, apiVersion: text, kind: text, metadata: objectMetaSchema },
  };
}

function convert(schema: StructuralSchema, isBelowPreserving: boolean): SchemaNode {
  const isPreserving = isBelowPreserving || schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (schema['x-kubernetes-int-or-string'] === true) return { scalar: 'untyped' };
  switch (schema.type) {
    case 'object':
      return { map: new StructuralMap(schema, isPreserving) };
    case 'array':
      return { list: new StructuralList(schema, isPreserving) };
    case undefined:
    case '':
      return {
        scalar: 'untyped',
        list: new StructuralList(schema, isPreserving),
        map: new StructuralMap(schema, isPreserving),
      };
    default:
      return { scalar: scalarOf(schema) };
  }
}

function scalarOf(schema: StructuralSchema): ScalarType {
  switch (schema.type) {
    case 'integer':
    case 'number':
      return 'numeric';
    case 'boolean':
      return 'boolean';
    case 'string':
      // Formats are types with a JSON form of their own, as times are; only bytes are text.
      return schema.format === undefined || schema.format === '' || schema.format === 'byte' ? 'string' : 'untyped';
    default:
      return 'untyped';
  }
}

class StructuralMap implements MapType {
  readonly isAtomic: boolean;
  readonly #schema: StructuralSchema;
  readonly #isPreserving: boolean;
  #fields: ReadonlyMap<string, FieldType> | undefined;
  #element: { readonly node: SchemaNode | undefined } | undefined;

  constructor(schema: StructuralSchema, isPreserving: boolean) {
    this.isAtomic = schema['x-kubernetes-map-type'] === 'atomic';
    this.#schema = schema;
    this.#isPreserving = isPreserving;
  }

  get fields(): ReadonlyMap<string, FieldType> {
    this.#fields ??= new Map(
      Object.entries(this.#schema.properties ?? {}).map(([name, property]) => [name, this.#fieldType(name, property)]),
    );
    return this.#fields;
  }

  #fieldType(name: string, property: StructuralSchema): FieldType {
    const type = nodeOf(property, this.#isPreserving);
    // A struct that is required and has no default is a pointer in Go; a set that is required is left out when it is empty.
    const isPointer = property.properties !== undefined && property.default === undefined;
    const isOptional = isPointer || property['x-kubernetes-list-type'] === 'set';
    const isRequired = this.#schema.required?.includes(name) === true && !isOptional;
    const isAlwaysPresent = isJsonObject(property.default) || isRequired;
    return {
      type,
      ...(property.default === undefined ? {} : { default: property.default }),
      ...(isAlwaysPresent ? { isAlwaysPresent } : {}),
    };
  }

  get element(): SchemaNode | undefined {
    this.#element ??= { node: this.#elementNode() };
    return this.#element.node;
  }

  #elementNode(): SchemaNode | undefined {
    const { additionalProperties, properties } = this.#schema;
    if (typeof additionalProperties === 'object') return nodeOf(additionalProperties, this.#isPreserving);
    if (additionalProperties !== undefined) return additionalProperties ? deduced : undefined;
    // An object without properties is free-form.
    return this.#isPreserving || Object.keys(properties ?? {}).length === 0 ? deduced : undefined;
  }
}

class StructuralList implements ListType {
  readonly relationship: ListType['relationship'];
  readonly keys: readonly string[];
  readonly #schema: StructuralSchema;
  readonly #isPreserving: boolean;
  #element: SchemaNode | undefined;

  constructor(schema: StructuralSchema, isPreserving: boolean) {
    const { relationship, keys } = relationshipOf(schema);
    this.relationship = relationship;
    this.keys = keys;
    this.#schema = schema;
    this.#isPreserving = isPreserving;
  }

  get element(): SchemaNode {
    const { items } = this.#schema;
    this.#element ??= items === undefined ? untypedAtomic : nodeOf(items, this.#isPreserving);
    return this.#element;
  }
}

function relationshipOf(schema: StructuralSchema): Pick<ListType, 'relationship' | 'keys'> {
  switch (schema['x-kubernetes-list-type']) {
    case 'atomic':
      return { relationship: 'atomic', keys: [] };
    case 'set':
      return { relationship: 'associative', keys: [] };
    case 'map':
      return { relationship: 'associative', keys: schema['x-kubernetes-list-map-keys'] ?? [] };
    case undefined:
      break;
  }
  const strategy = schema['x-kubernetes-patch-strategy'];
  if (strategy !== 'merge' && strategy !== 'merge,retainKeys') return { relationship: 'atomic', keys: [] };
  const key = schema['x-kubernetes-patch-merge-key'];
  return { relationship: 'associative', keys: key === undefined ? [] : [key] };
}
