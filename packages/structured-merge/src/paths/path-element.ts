import type { JsonValue } from '@flux19/objects';

/** One step of a path into a value: a field, a list item by its keys, a set item by its value, or a list item by position. */
export type PathElement =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'key'; readonly keys: readonly KeyField[] }
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'index'; readonly index: number };

/** A key field of a list item, by name; those of one item are sorted by name. */
export type KeyField = readonly [name: string, value: JsonValue];

/** A path from the root of an object. */
export type Path = readonly PathElement[];
