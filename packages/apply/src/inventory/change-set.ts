import { formatObject, inventoryId, type ObjectReference } from '@flux19/objects';

/** What happened to an object; the words are Flux's. */
export type Action = 'created' | 'configured' | 'unchanged' | 'skipped' | 'deleted' | 'unknown';

export interface Change {
  readonly object: ObjectReference;
  readonly version: string;
  readonly action: Action;
}

/** What a run did, object by object, in the order in which it was done. */
export type ChangeSet = readonly Change[];

/** One line per object: `Deployment/apps/web configured`. */
export function formatChanges(changes: ChangeSet): string {
  return changes.map((change) => `${formatObject(change.object)} ${change.action}`).join('\n');
}

/** Changes that altered the cluster. */
export function effectiveChanges(changes: ChangeSet): ChangeSet {
  return changes.filter(({ action }) => action === 'created' || action === 'configured' || action === 'deleted');
}

/** Subject to action, as Flux logs it. */
export function changesBySubject(changes: ChangeSet): Readonly<Record<string, Action>> {
  return Object.fromEntries(changes.map((change) => [formatObject(change.object), change.action]));
}

/** True when a change set holds this object. */
export function hasObject(changes: ChangeSet, object: ObjectReference): boolean {
  const id = inventoryId(object);
  return changes.some((change) => inventoryId(change.object) === id);
}

/** One change per object out of two runs: what the first did to it counts, unless it did nothing. */
export function mergeChanges(first: ChangeSet, second: ChangeSet): ChangeSet {
  const merged = new Map(first.map((change) => [inventoryId(change.object), change]));
  for (const change of second) {
    const id = inventoryId(change.object);
    const before = merged.get(id);
    if (before === undefined || before.action === 'unchanged') merged.set(id, change);
  }
  return [...merged.values()];
}
