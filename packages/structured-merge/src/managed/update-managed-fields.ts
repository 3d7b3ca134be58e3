import { deepEqual, type KubeObject, type ManagedFieldsEntry } from '@flux19/objects';
import { TypedValueError } from '../typed/typed-value-error.ts';
import { decodeEntries } from './decode-entries.ts';
import { encodeEntries } from './encode-entries.ts';
import type { UpdateRequest } from './field-manager-options.ts';
import { ManagedFieldsError } from './managed-fields-error.ts';
import { type ManagedState, unmanaged } from './managed-state.ts';
import { recordUpdate } from './record-update.ts';
import { withManagedFields } from './with-managed-fields.ts';

/**
 * Records who owns what after a create, update or patch: returns `updated` with its new managedFields, the very object when
 * it has them already. Never fails for an object that does not fit its schema: it keeps the managedFields of `live` then.
 */
export function updateManagedFields(request: UpdateRequest): KubeObject {
  const { live, updated } = request;
  const before = stateOf(request);
  if (before.managers.size === 0 && !isTracked(request)) return withManagedFields(updated, []);
  try {
    const start = live ?? ({ apiVersion: updated.apiVersion, kind: updated.kind } as KubeObject);
    const after = recordUpdate({ live: start, updated }, before, request);
    return withManagedFields(updated, encodeEntries(after, before));
  } catch (thrown) {
    if (!(thrown instanceof TypedValueError)) throw thrown;
    return withManagedFields(updated, live?.metadata?.managedFields ?? []);
  }
}

/** An object that exists and has no owners gets none until somebody applies it. */
function isTracked({ live, tracksFromCreation }: UpdateRequest): boolean {
  return !live?.metadata?.uid && tracksFromCreation !== false;
}

/** Whose word counts about the owners so far: the request may edit managedFields, though not through a subresource. */
function stateOf({ live, updated, subresource }: UpdateRequest): ManagedState {
  const given = updated.metadata?.managedFields;
  const stored = live?.metadata?.managedFields ?? [];
  if (subresource) return decodeOrNone(stored);
  if (isReset(given)) return unmanaged;
  if (given === undefined || given === null || given === stored) return decodeOrNone(stored);
  const state = decodeOrNone(given);
  return state.managers.size === 0 ? decodeOrNone(stored) : state;
}

/** Clients ask for a reset with an empty list or one empty entry. */
function isReset(entries: readonly ManagedFieldsEntry[] | undefined): boolean {
  if (!Array.isArray(entries)) return false;
  return entries.length === 0 || (entries.length === 1 && deepEqual(entries[0], {}));
}

function decodeOrNone(entries: readonly ManagedFieldsEntry[]): ManagedState {
  try {
    return decodeEntries(entries);
  } catch (thrown) {
    if (!(thrown instanceof ManagedFieldsError)) throw thrown;
    return unmanaged;
  }
}
