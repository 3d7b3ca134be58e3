import { deepEqual } from '@flux19/objects';
import type { Path } from '../paths/path-element.ts';
import { FieldSet } from '../sets/field-set.ts';
import { type Comparison, compare } from '../typed/compare.ts';
import { merge } from '../typed/merge.ts';
import { reconcileSet } from '../typed/reconcile-set.ts';
import { toFieldSet } from '../typed/to-field-set.ts';
import type { SchemaNode } from '../types/schema-node.ts';
import type { Managers, Ownership } from './managers.ts';
import { prune } from './prune.ts';
import type { Convert, TypedObject } from './typed-object.ts';

export interface UpdateContext {
  /** Whose change it is. */
  readonly manager: string;
  /** Version of the objects given. */
  readonly apiVersion: string;
  readonly convert: Convert;
  /** Fields that nobody comes to own, by version. */
  readonly ignoredFields?: Readonly<Record<string, FieldSet>> | undefined;
}

/** A field that another manager owns and the apply would change. */
export interface OwnershipConflict {
  readonly manager: string;
  readonly path: Path;
}

export type ApplyOutcome =
  | { readonly kind: 'conflicts'; readonly conflicts: readonly OwnershipConflict[] }
  /** `object` is the live one itself when nothing changes. */
  | { readonly kind: 'applied'; readonly object: TypedObject; readonly managers: Managers };

/** Says who owns what after `live` became `updated` by a create, update or patch. */
export function updateManagers(
  live: TypedObject,
  updated: TypedObject,
  managers: Managers,
  context: UpdateContext,
): Managers {
  const { manager, apiVersion, ignoredFields } = context;
  const reconciled = reconcileManagers(live, managers, context);
  const comparison = withoutIgnored(compare(live.value, updated.value, updated.type), ignoredFields?.[apiVersion]);
  const { owners } = yieldFields(reconciled, live, updated, comparison, context);
  const previous = owners.get(manager)?.set ?? FieldSet.empty;
  const taken = previous.difference(comparison.removed).union(comparison.modified).union(comparison.added);
  return withOwner(owners, manager, {
    set: withoutFields(taken, ignoredFields?.[apiVersion]),
    apiVersion,
    isApplied: false,
  });
}

/** Merges a configuration into the live object and says who owns what then. */
export function applyConfig(
  live: TypedObject,
  config: TypedObject,
  managers: Managers,
  context: UpdateContext & { readonly force: boolean },
): ApplyOutcome {
  const { manager, apiVersion, ignoredFields } = context;
  const reconciled = reconcileManagers(live, managers, context);
  const set = withoutFields(toFieldSet(config.value, config.type), ignoredFields?.[apiVersion]);
  const last = reconciled.get(manager);
  const owners = new Map(reconciled).set(manager, { set, apiVersion, isApplied: true });
  const merged: TypedObject = { value: merge(live.value, config.value, config.type), type: live.type };
  const pruned = prune(merged, owners, manager, { last, convert: context.convert });
  const object = deepEqual(pruned.value, live.value) ? live : pruned;
  const comparison = withoutIgnored(compare(live.value, object.value, live.type), ignoredFields?.[apiVersion]);
  const yielded = yieldFields(owners, live, object, comparison, context);
  if (!context.force && yielded.conflicts.length > 0) return { kind: 'conflicts', conflicts: yielded.conflicts };
  return { kind: 'applied', object, managers: yielded.owners };
}

/** Sets that were written under another schema, as they read under today's. Versions that are gone are dropped. */
function reconcileManagers(live: TypedObject, managers: Managers, context: UpdateContext): Managers {
  const types = new Map<string, SchemaNode | undefined>([[context.apiVersion, live.type]]);
  const typeOf = (apiVersion: string): SchemaNode | undefined => {
    if (!types.has(apiVersion)) types.set(apiVersion, context.convert(live, apiVersion)?.type);
    return types.get(apiVersion);
  };
  const reconciled = new Map<string, Ownership>();
  for (const [manager, owner] of managers) {
    const type = typeOf(owner.apiVersion);
    if (type === undefined) continue;
    const set = reconcileSet(owner.set, type);
    reconciled.set(manager, set === owner.set ? owner : { ...owner, set });
  }
  return reconciled;
}

/** Takes changed and removed fields from all managers but the one that changes them. */
function yieldFields(
  managers: Managers,
  live: TypedObject,
  updated: TypedObject,
  comparison: Comparison,
  context: UpdateContext,
): { owners: Map<string, Ownership>; conflicts: OwnershipConflict[] } {
  const comparisons = new Map<string, Comparison | undefined>([[context.apiVersion, comparison]]);
  const comparisonIn = (apiVersion: string): Comparison | undefined => {
    if (!comparisons.has(apiVersion)) comparisons.set(apiVersion, compareIn(apiVersion, live, updated, context));
    return comparisons.get(apiVersion);
  };
  const owners = new Map<string, Ownership>();
  const conflicts: OwnershipConflict[] = [];
  for (const [manager, owner] of managers) {
    if (manager === context.manager) {
      if (!owner.set.isEmpty()) owners.set(manager, owner);
      continue;
    }
    const found = comparisonIn(owner.apiVersion);
    if (found === undefined) continue;
    const contested = owner.set.intersection(found.modified.union(found.added));
    for (const path of contested.paths()) conflicts.push({ manager, path });
    const set = owner.set.difference(contested).difference(found.removed);
    if (!set.isEmpty()) owners.set(manager, set === owner.set ? owner : { ...owner, set });
  }
  return { owners, conflicts };
}

function compareIn(
  apiVersion: string,
  live: TypedObject,
  updated: TypedObject,
  { convert, ignoredFields }: UpdateContext,
): Comparison | undefined {
  const before = convert(live, apiVersion);
  const after = live === updated ? before : convert(updated, apiVersion);
  if (before === undefined || after === undefined) return undefined;
  return withoutIgnored(compare(before.value, after.value, before.type), ignoredFields?.[apiVersion]);
}

function withoutIgnored(comparison: Comparison, ignored: FieldSet | undefined): Comparison {
  if (ignored === undefined) return comparison;
  return {
    added: comparison.added.recursiveDifference(ignored),
    modified: comparison.modified.recursiveDifference(ignored),
    removed: comparison.removed.recursiveDifference(ignored),
  };
}

function withoutFields(set: FieldSet, ignored: FieldSet | undefined): FieldSet {
  return ignored === undefined ? set : set.recursiveDifference(ignored);
}

function withOwner(managers: Map<string, Ownership>, manager: string, owner: Ownership): Managers {
  if (owner.set.isEmpty()) managers.delete(manager);
  else managers.set(manager, owner);
  return managers;
}
