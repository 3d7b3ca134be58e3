import type { ManagedFieldsEntry } from '@flux19/objects';
import type { Path } from '../paths/path-element.ts';
import { FieldSet } from '../sets/field-set.ts';
import type { Ownership } from '../update/managers.ts';
import { decodeEntries } from './decode-entries.ts';
import { encodeEntries } from './encode-entries.ts';
import { unmanaged } from './managed-state.ts';

/** The object behind a scale subresource. */
export interface ScaledParent {
  readonly managedFields: readonly ManagedFieldsEntry[];
  /** Version in which the request addresses the object. */
  readonly apiVersion: string;
  /** Where each served version of the object has its replicas; undefined for a version that cannot be scaled. */
  readonly replicasPaths: ReadonlyMap<string, Path | undefined>;
}

const scaleVersion = 'autoscaling/v1';
const replicasInScale: Path = [
  { kind: 'field', name: 'spec' },
  { kind: 'field', name: 'replicas' },
];

/** The managedFields of the Scale of an object: who owns its replicas. */
export function scaleEntriesOf(parent: ScaledParent): readonly ManagedFieldsEntry[] {
  const { managers, times } = decodeEntries(parent.managedFields);
  const scaled = new Map<string, Ownership>();
  for (const [id, { set, apiVersion, isApplied }] of managers) {
    const path = parent.replicasPaths.get(apiVersion);
    if (path === undefined || !set.has(path)) continue;
    scaled.set(id, { set: FieldSet.of(replicasInScale), apiVersion: scaleVersion, isApplied });
  }
  return encodeEntries({ managers: scaled, times, entries: [] }, unmanaged);
}

/** The managedFields of an object after those of its Scale changed. Entries of unknown versions are dropped. */
export function withScaleEntries(
  parent: ScaledParent,
  scaleEntries: readonly ManagedFieldsEntry[],
): readonly ManagedFieldsEntry[] {
  const state = decodeEntries(parent.managedFields);
  const scale = decodeEntries(scaleEntries).managers;
  const managers = new Map<string, Ownership>();
  for (const [id, owner] of state.managers) {
    if (!parent.replicasPaths.has(owner.apiVersion)) continue;
    const kept = keptByParent(owner, parent.replicasPaths.get(owner.apiVersion), scale.has(id));
    if (kept !== undefined) managers.set(id, kept);
  }
  for (const [id, owner] of scale) {
    const path = parent.replicasPaths.get(parent.apiVersion);
    if (path === undefined || managers.has(id) || !owner.set.has(replicasInScale)) continue;
    managers.set(id, { set: FieldSet.of(path), apiVersion: parent.apiVersion, isApplied: owner.isApplied });
  }
  return encodeEntries({ managers, times: state.times, entries: state.entries }, state);
}

/** What a manager of the object keeps: not the replicas when it does not own them in the Scale any more. */
function keptByParent(owner: Ownership, path: Path | undefined, isInScale: boolean): Ownership | undefined {
  if (path === undefined || isInScale || !owner.set.has(path)) return owner;
  const set = owner.set.difference(FieldSet.of(path));
  return set.isEmpty() ? undefined : { ...owner, set };
}
