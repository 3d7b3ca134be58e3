import type { ManagedFieldsEntry } from '@flux19/objects';
import type { Ownership } from '../update/managers.ts';
import { comparePrimitives } from '../values/compare-values.ts';
import type { ManagedState } from './managed-state.ts';
import { identityText, parseIdentity } from './manager-identity.ts';

/**
 * Encodes managedFields in the order of Kubernetes. Entries of managers that did not change since `before` was decoded are
 * the same objects; when no entry changed, the list is that of `before`.
 */
export function encodeEntries(state: ManagedState, before: ManagedState): readonly ManagedFieldsEntry[] {
  const known = new Map(before.entries.map((entry) => [identityText(entry), entry]));
  const entries: ManagedFieldsEntry[] = [];
  for (const [id, owner] of state.managers) {
    const entry = known.get(id);
    const isSame =
      entry !== undefined && isUnchanged(owner, before.managers.get(id)) && entry.time === state.times.get(id);
    entries.push(isSame ? entry : encodeEntry(id, owner, state.times.get(id)));
  }
  entries.sort(compareEntries);
  const { length } = before.entries;
  return entries.length === length && entries.every((entry, i) => entry === before.entries[i])
    ? before.entries
    : entries;
}

function isUnchanged(owner: Ownership, before: Ownership | undefined): boolean {
  if (owner === before) return true;
  return (
    before !== undefined &&
    owner.apiVersion === before.apiVersion &&
    owner.isApplied === before.isApplied &&
    owner.set.equals(before.set)
  );
}

function encodeEntry(id: string, owner: Ownership, time: string | undefined): ManagedFieldsEntry {
  const { manager, operation, subresource } = parseIdentity(id);
  return {
    ...(manager === '' ? {} : { manager }),
    operation: owner.isApplied ? 'Apply' : operation,
    apiVersion: owner.apiVersion,
    ...(time === undefined ? {} : { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: owner.set.toJson(),
    ...(subresource === undefined ? {} : { subresource }),
  };
}

function compareEntries(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  return (
    comparePrimitives(a.operation ?? '', b.operation ?? '') ||
    secondsOf(a.time) - secondsOf(b.time) ||
    comparePrimitives(a.manager ?? '', b.manager ?? '') ||
    comparePrimitives(a.apiVersion ?? '', b.apiVersion ?? '') ||
    comparePrimitives(a.subresource ?? '', b.subresource ?? '')
  );
}

/** Whole seconds since the epoch; 0 without a time. */
export function secondsOf(time: string | undefined): number {
  const ms = time === undefined ? 0 : Date.parse(time);
  return Number.isNaN(ms) ? 0 : Math.floor(ms / 1000);
}

/** A time as managedFields hold it: RFC 3339 in seconds. */
export function printTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
