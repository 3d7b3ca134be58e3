import type { ManagedFieldsEntry } from '@flux19/objects';
import type { Managers } from '../update/managers.ts';

/** The managedFields of an object, decoded. Managers go by the text of their identity. */
export interface ManagedState {
  readonly managers: Managers;
  /** When a manager last changed something: RFC 3339; absent where the entry has no time. */
  readonly times: ReadonlyMap<string, string>;
  /** The entries that were decoded. They are reused where nothing changed. */
  readonly entries: readonly ManagedFieldsEntry[];
}

export const unmanaged: ManagedState = { managers: new Map(), times: new Map(), entries: [] };
