import type { JsonObject, JsonValue } from '@flux19/objects';

/** One thing that differs at a place. */
export type Detail =
  | { readonly kind: 'added' | 'removed'; readonly entries: JsonObject | readonly JsonValue[] }
  | { readonly kind: 'changed'; readonly from: JsonValue; readonly to: JsonValue }
  | { readonly kind: 'reordered'; readonly from: readonly JsonValue[]; readonly to: readonly JsonValue[] };

/** What differs at one place of an object. */
export interface Difference {
  /** Keys, names or indexes from the root. */
  readonly path: readonly string[];
  readonly details: readonly Detail[];
}
