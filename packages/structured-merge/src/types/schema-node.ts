import type { JsonValue } from '@flux19/objects';

export type ScalarType = 'numeric' | 'string' | 'boolean' | 'untyped';

/**
 * What a value may be: a scalar, a list, a map, or any of several of them. Nodes are shared and may form cycles.
 * Vocabulary: https://github.com/kubernetes-sigs/structured-merge-diff
 */
export interface SchemaNode {
  readonly scalar?: ScalarType;
  readonly list?: ListType;
  readonly map?: MapType;
  /** Why the node is unusable, as `no type found matching: x`. */
  readonly problem?: string;
}

export interface ListType {
  /**
   * `atomic`: the list has one owner; `associative`: items have owners of their own, found by their keys or,
   * without keys, by their value.
   */
  readonly relationship: 'atomic' | 'associative' | 'separable';
  readonly keys: readonly string[];
  readonly element: SchemaNode;
}

export interface MapType {
  /** One owner for the whole map. */
  readonly isAtomic: boolean;
  /** Declared fields. */
  readonly fields: ReadonlyMap<string, FieldType>;
  /** Type of the fields that are not declared; undefined when there may be none. */
  readonly element: SchemaNode | undefined;
}

export interface FieldType {
  readonly type: SchemaNode;
  readonly default?: JsonValue;
  /** Required, or a struct: a Go type writes the field even when it is empty. */
  readonly isAlwaysPresent?: boolean;
}

/** Type of a field, declared or not; undefined when there may be no such field. */
export function fieldTypeOf(map: MapType, name: string): SchemaNode | undefined {
  return map.fields.get(name)?.type ?? map.element;
}

export type NodeKind = 'map' | 'scalar' | 'list';

/** As which of its alternatives a node reads a value. Null, and a value that fits none, are read as the first there is. */
export function kindOf(node: SchemaNode, value: JsonValue | undefined): NodeKind | undefined {
  const kind = formOf(value);
  if (kind !== undefined && node[kind] !== undefined) return kind;
  if (node.map !== undefined) return 'map';
  if (node.scalar !== undefined) return 'scalar';
  return node.list === undefined ? undefined : 'list';
}

function formOf(value: JsonValue | undefined): NodeKind | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return 'scalar';
  return Array.isArray(value) ? 'list' : 'map';
}
