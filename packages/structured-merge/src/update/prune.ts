import { FieldSet } from '../sets/field-set.ts';
import { withNamedFields } from '../typed/named-fields.ts';
import { removeItems } from '../typed/select-items.ts';
import { toFieldSet } from '../typed/to-field-set.ts';
import { hasHiddenParts } from './hidden-parts.ts';
import type { Managers, Ownership } from './managers.ts';
import type { Convert, TypedObject } from './typed-object.ts';

export interface PruneOptions {
  /** What the manager owned before it applied. */
  readonly last: Ownership | undefined;
  readonly convert: Convert;
}

/**
 * Removes what the manager applied last time, does not apply now, and nobody else owns.
 * Returns the merged object itself when there is nothing to remove.
 */
export function prune(merged: TypedObject, managers: Managers, manager: string, options: PruneOptions): TypedObject {
  const { last, convert } = options;
  const now = managers.get(manager);
  if (last === undefined || now === undefined || last.set.isEmpty()) return merged;
  return isNothingGivenUp(merged, last, now)
    ? merged
    : pruneThoroughly(merged, managers, now.apiVersion, { last, convert });
}

/** What is still owned is never removed, but for what it holds without saying so. */
function isNothingGivenUp(merged: TypedObject, last: Ownership, now: Ownership): boolean {
  if (last.apiVersion !== now.apiVersion || !last.set.isSubsetOf(now.set)) return false;
  return !hasHiddenParts(merged.value, merged.type, last.set.root);
}

/** Prunes the long way, whether or not there is anything to remove. */
export function pruneThoroughly(
  merged: TypedObject,
  managers: Managers,
  apiVersion: string,
  { last, convert }: { readonly last: Ownership; readonly convert: Convert },
): TypedObject {
  const before = convert(merged, last.apiVersion);
  if (before === undefined) return merged;
  const withoutLast: TypedObject = { ...before, value: without(before, withNamedFields(last.set, before.type)) };
  const withOwned = addBackOwned(before, withoutLast, last.apiVersion, { managers, convert });
  const pruned = addBackDangling(before, withOwned, last, convert);
  return convert(pruned, apiVersion) ?? pruned;
}

function without(object: TypedObject, set: FieldSet): TypedObject['value'] {
  return removeItems(object.value, object.type, set);
}

interface Owners {
  readonly managers: Managers;
  readonly convert: Convert;
}

/** Undoes the removal of whatever some manager owns, in every version that managers use. */
function addBackOwned(merged: TypedObject, pruned: TypedObject, prunedVersion: string, owners: Owners): TypedObject {
  const owned = new Map<string, FieldSet>();
  for (const { apiVersion, set } of owners.managers.values()) {
    owned.set(apiVersion, (owned.get(apiVersion) ?? FieldSet.empty).union(set));
  }
  // The version pruned in comes first: conversion may need fields that are only added back there.
  const versions = [...owned].sort(([a], [b]) => Number(b === prunedVersion) - Number(a === prunedVersion));
  let step = { merged, pruned };
  for (const [apiVersion, set] of versions) step = addBackVersion(step, apiVersion, set, owners.convert);
  return step.pruned;
}

interface Step {
  readonly merged: TypedObject;
  readonly pruned: TypedObject;
}

function addBackVersion(step: Step, apiVersion: string, owned: FieldSet, convert: Convert): Step {
  const merged = convert(step.merged, apiVersion);
  if (merged === undefined) return step;
  const pruned = convert(step.pruned, apiVersion);
  if (pruned === undefined) return { merged, pruned: step.pruned };
  const { type } = merged;
  const kept = namedSetOf(pruned, type).union(withNamedFields(owned, type));
  const gone = namedSetOf(merged, type).difference(kept);
  return { merged, pruned: { type, value: without(merged, gone) } };
}

function namedSetOf(object: TypedObject, type: TypedObject['type']): FieldSet {
  return withNamedFields(toFieldSet(object.value, object.type), type);
}

/** Undoes the removal of whatever the manager did not own last time: it only lay below something that was removed. */
function addBackDangling(merged: TypedObject, pruned: TypedObject, last: Ownership, convert: Convert): TypedObject {
  const inLastVersion = convert(pruned, last.apiVersion);
  if (inLastVersion === undefined) return merged;
  const { type } = merged;
  const gone = namedSetOf(merged, type).difference(namedSetOf(inLastVersion, type));
  return { type, value: without(merged, gone.intersection(withNamedFields(last.set, type))) };
}
