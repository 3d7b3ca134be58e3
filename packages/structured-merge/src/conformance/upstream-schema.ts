import type { JsonValue } from '@flux19/objects';
import type { FieldType, ListType, MapType, ScalarType, SchemaNode } from '../types/schema-node.ts';
import { deduced, untypedAtomic } from '../types/untyped.ts';

/** A schema in the notation of structured-merge-diff, as the tables hold it. */
export interface UpstreamSchema {
  readonly types?: readonly (Atom & { readonly name: string })[];
}

interface Atom {
  readonly scalar?: ScalarType;
  readonly list?: UpstreamList;
  readonly map?: UpstreamMap;
}

/** A reference to a named type, or a type in place. */
export interface TypeRef extends Atom {
  readonly namedType?: string;
  readonly elementRelationship?: string;
}

interface UpstreamList {
  readonly elementType?: TypeRef;
  readonly elementRelationship?: string;
  readonly keys?: readonly string[];
}

interface UpstreamMap {
  readonly fields?: readonly { readonly name: string; readonly type?: TypeRef; readonly default?: JsonValue }[];
  readonly elementType?: TypeRef;
  readonly elementRelationship?: string;
}

const builtin: Readonly<Record<string, SchemaNode>> = {
  __untyped_deduced_: deduced,
  __untyped_atomic_: untypedAtomic,
};

/** Resolves the types of one upstream schema into nodes. */
export class UpstreamTypes {
  readonly #types: ReadonlyMap<string, Atom>;
  readonly #nodes = new Map<string, SchemaNode>();

  constructor(schema: UpstreamSchema) {
    this.#types = new Map(schema.types?.map((type) => [type.name, type]));
  }

  node(reference: TypeRef): SchemaNode {
    const { namedType, elementRelationship } = reference;
    if (namedType === undefined) return this.#fromAtom(reference, elementRelationship);
    const key = `${namedType} ${elementRelationship ?? ''}`;
    let node = this.#nodes.get(key);
    if (node === undefined) {
      node = this.#named(namedType, elementRelationship);
      this.#nodes.set(key, node);
    }
    return node;
  }

  #named(name: string, relationship: string | undefined): SchemaNode {
    const known = relationship === undefined ? builtin[name] : undefined;
    if (known !== undefined) return known;
    const atom = this.#types.get(name);
    return atom === undefined ? { problem: `no type found matching: ${name}` } : this.#fromAtom(atom, relationship);
  }

  #fromAtom({ scalar, list, map }: Atom, relationship: string | undefined): SchemaNode {
    // Only lists and maps have a relationship to override.
    if (relationship !== undefined && list === undefined && map === undefined) {
      return { problem: 'no type found matching: inlined type' };
    }
    return {
      ...(scalar === undefined ? {} : { scalar }),
      ...(list === undefined ? {} : { list: this.#list(list, relationship) }),
      ...(map === undefined ? {} : { map: this.#map(map, relationship) }),
    };
  }

  #list(list: UpstreamList, relationship: string | undefined): ListType {
    const node = (reference: TypeRef): SchemaNode => this.node(reference);
    return {
      relationship: (relationship ?? list.elementRelationship ?? 'separable') as ListType['relationship'],
      keys: list.keys ?? [],
      get element() {
        return node(list.elementType ?? {});
      },
    };
  }

  #map(map: UpstreamMap, relationship: string | undefined): MapType {
    const node = (reference: TypeRef): SchemaNode => this.node(reference);
    const fieldType = (field: NonNullable<UpstreamMap['fields']>[number]): FieldType => ({
      type: node(field.type ?? {}),
      ...(field.default === undefined ? {} : { default: field.default }),
    });
    return {
      isAtomic: (relationship ?? map.elementRelationship) === 'atomic',
      get fields() {
        return new Map(map.fields?.map((field) => [field.name, fieldType(field)]));
      },
      get element() {
        return map.elementType === undefined || Object.keys(map.elementType).length === 0
          ? undefined
          : node(map.elementType);
      },
    };
  }
}
