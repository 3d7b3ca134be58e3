import type { ManagedFieldsEntry } from '@flux19/objects';
import { FieldSetError } from '../paths/item-text.ts';
import { FieldSet } from '../sets/field-set.ts';

export interface UpgradeOptions {
  /** Managers of client-side apply, whose updates become part of the applier. */
  readonly from: readonly string[];
  /** The manager that applies from now on. */
  readonly to: string;
  /** Only entries of this subresource; of the object itself when absent. */
  readonly subresource?: string;
}

/**
 * Hands the fields of client-side apply to a server-side applier, so that it can give them up later. The given list when
 * there is nothing to hand over. Follows client-go's csaupgrade. Throws FieldSetError on malformed entries.
 */
export function upgradeManagedFields(
  entries: readonly ManagedFieldsEntry[],
  { from, to, subresource = '' }: UpgradeOptions,
): readonly ManagedFieldsEntry[] {
  return from.reduce((upgraded, manager) => upgradeOne(upgraded, { from: manager, to, subresource }), entries);
}

interface OneUpgrade {
  readonly from: string;
  readonly to: string;
  readonly subresource: string;
}

function upgradeOne(entries: readonly ManagedFieldsEntry[], upgrade: OneUpgrade): readonly ManagedFieldsEntry[] {
  const isFrom = (entry: ManagedFieldsEntry) => isEntryOf(entry, upgrade.from, 'Update', upgrade.subresource);
  const applier = entries.findIndex((entry) => isEntryOf(entry, upgrade.to, 'Apply', upgrade.subresource));
  const place = applier >= 0 ? applier : entries.findIndex(isFrom);
  const target = entries[place];
  if (target === undefined) return entries;
  if (applier >= 0 && !entries.some(isFrom)) return entries;
  const sameVersion = entries.find((entry) => isFrom(entry) && entry.apiVersion === target.apiVersion);
  const set = sameVersion === undefined ? setOf(target) : setOf(target).union(setOf(sameVersion));
  const merged: ManagedFieldsEntry = { ...target, manager: upgrade.to, operation: 'Apply', fieldsV1: set.toJson() };
  return entries.map((entry, i) => (i === place ? merged : entry)).filter((entry) => !isFrom(entry));
}

function isEntryOf(entry: ManagedFieldsEntry, manager: string, operation: string, subresource: string): boolean {
  return entry.manager === manager && entry.operation === operation && (entry.subresource ?? '') === subresource;
}

function setOf(entry: ManagedFieldsEntry): FieldSet {
  return FieldSet.fromJson(entry.fieldsV1 ?? {});
}

/** The entries of an operation that own all of these fields; malformed entries own nothing. */
export function findOwners(
  entries: readonly ManagedFieldsEntry[],
  operation: 'Apply' | 'Update',
  fields: FieldSet,
): ManagedFieldsEntry[] {
  return entries.filter((entry) => {
    if (entry.operation !== operation) return false;
    try {
      return fields.isSubsetOf(setOf(entry));
    } catch (thrown) {
      if (!(thrown instanceof FieldSetError)) throw thrown;
      return false;
    }
  });
}
