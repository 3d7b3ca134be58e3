import type { JsonValue } from '@flux19/objects';

/** One step of a path into a value: a field, a list item by its keys, a set item by its value, or a list item by position. */
export type PathElement =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'key'; readonly keys: readonly (readonly [name: string, value: JsonValue])[] }
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'index'; readonly index: number };

/** A path from the root of an object. */
export type Path = readonly PathElement[];
