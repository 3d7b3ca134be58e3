import type { JsonValue, StructuralSchema } from '@flux19/objects';
import { correlateKey, isUnchanged, type Old, uncorrelated } from '../validation/correlation.ts';

/**
 * What a value is compared with to find out whether it changed: its own stored counterpart or, where there is none, that
 * of the nearest value around it that has one.
 */
export interface Ratchet {
  readonly current: Old;
  /** The nearest value around this one that has a counterpart, with that counterpart. */
  readonly parent: { readonly value: JsonValue; readonly old: Old } | undefined;
}

/** Whether the faults of a value are old ones. */
export function isRatcheted(ratchet: Ratchet, value: JsonValue): boolean {
  if (ratchet.current !== uncorrelated) return isUnchanged(value, ratchet.current);
  return ratchet.parent !== undefined && isUnchanged(ratchet.parent.value, ratchet.parent.old);
}

/** What a field is compared with. Changes of apiVersion and kind of the whole object can't be seen, so they always count. */
export function ratchetField(ratchet: Ratchet, value: JsonValue, name: string, schema: StructuralSchema): Ratchet {
  if (ratchet.current === uncorrelated) return ratchet;
  const isType = name === 'apiVersion' || name === 'kind';
  if (ratchet.parent === undefined && isType) return { current: uncorrelated, parent: undefined };
  return { current: correlateKey(ratchet.current, name, schema), parent: { value, old: ratchet.current } };
}

/** What an item is compared with. */
export function ratchetItem(ratchet: Ratchet, value: JsonValue, oldItem: Old): Ratchet {
  if (ratchet.current === uncorrelated) return ratchet;
  return { current: oldItem, parent: { value, old: ratchet.current } };
}
