import { type ManagedFieldsEntry, quoteGo } from '@flux19/objects';
import { FieldSetError } from '../paths/item-text.ts';
import { FieldSet } from '../sets/field-set.ts';
import type { Ownership } from '../update/managers.ts';
import { ManagedFieldsError } from './managed-fields-error.ts';
import type { ManagedState } from './managed-state.ts';
import { identityText } from './manager-identity.ts';

/** Decodes metadata.managedFields; throws ManagedFieldsError with the text of Kubernetes. */
export function decodeEntries(entries: readonly ManagedFieldsEntry[]): ManagedState {
  const managers = new Map<string, Ownership>();
  const times = new Map<string, string>();
  for (const [i, entry] of entries.entries()) {
    const id = identityText(entry);
    managers.set(id, decodeEntry(entry, i));
    if (entry.time !== undefined) times.set(id, entry.time);
  }
  return { managers, times, entries };
}

function decodeEntry(entry: ManagedFieldsEntry, place: number): Ownership {
  const { operation, apiVersion = '', fieldsType = '' } = entry;
  if (operation !== 'Apply' && operation !== 'Update') {
    throw new ManagedFieldsError('operation must be `Apply` or `Update`');
  }
  if (apiVersion === '') throw new ManagedFieldsError('apiVersion must not be empty');
  if (fieldsType === '') throw new ManagedFieldsError(`missing fieldsType in managed fields entry ${place}`);
  if (fieldsType !== 'FieldsV1') {
    throw new ManagedFieldsError(`invalid fieldsType ${quoteGo(fieldsType)} in managed fields entry ${place}`);
  }
  return { set: decodeSet(entry), apiVersion, isApplied: operation === 'Apply' };
}

function decodeSet(entry: ManagedFieldsEntry): FieldSet {
  try {
    return entry.fieldsV1 === undefined ? FieldSet.empty : FieldSet.fromJson(entry.fieldsV1);
  } catch (cause) {
    if (!(cause instanceof FieldSetError)) throw cause;
    throw new ManagedFieldsError(`error decoding versioned set: ${cause.message}`, { cause });
  }
}
