import { annotations, type Kustomization } from '@flux19/api';
import type { ChangeSet } from '@flux19/apply';
import { formatObject, type ObjectReference } from '@flux19/objects';

/** Something that newcomers wonder about, explained as it happens: an event in the cluster that no Alert sends on. */
export interface Advice {
  readonly reason: 'DriftCorrected' | 'PruningObjects';
  readonly message: string;
}

/** So many objects at once are more likely to be moved or renamed than to be unwanted. */
const manyObjects = 10;
/** Kinds that take others with them. */
const containers: ReadonlySet<string> = new Set(['Namespace', 'CustomResourceDefinition']);
const mostNames = 5;

/** Why edits do not last: what was applied before, and is put back. Undefined when nothing was. */
export function adviseOnDrift({ metadata }: Kustomization, changes: ChangeSet): Advice | undefined {
  const healed = changes.filter(({ action }) => action === 'configured' || action === 'created');
  if (healed.length === 0) return undefined;
  const subject = namesOf(healed.map(({ object }) => object));
  const verb = healed.length === 1 ? 'was' : 'were';
  const actions = new Set(healed.map(({ action }) => (action === 'created' ? 'deleted' : 'changed')));
  const done = [...actions].toSorted().join(' or ');
  const what = `${subject} ${verb} ${done} in the cluster by somebody else, and put back to what the source says`;
  const suspend = `flux19 suspend kustomization ${metadata.name} -n ${metadata.namespace}`;
  const next = `commit the change to keep it, or try it out while suspended: ${suspend}`;
  const other = `objects with the annotation ${annotations.kustomizeReconcile}: disabled are left alone`;
  return { reason: 'DriftCorrected', message: `${what}; next: ${next}; ${other}` };
}

/** What to think of before many objects, or those that hold others, are deleted. Undefined for everyday deletions. */
export function adviseOnPrune({ spec }: Kustomization, stale: readonly ObjectReference[]): Advice | undefined {
  const isLarge = stale.length >= manyObjects || stale.some(({ kind }) => containers.has(kind));
  if (!isLarge) return undefined;
  const names = namesOf(stale.toSorted((a, b) => Number(containers.has(b.kind)) - Number(containers.has(a.kind))));
  const count = stale.length === 1 ? '1 object is' : `${stale.length} objects are`;
  const what = `${count} not in ${spec.path ?? './'} of the source any more and will be deleted: ${names}`;
  const next = 'if that was not meant, revert the commit and they come back';
  const move = `before objects move to another Kustomization, annotate them with ${annotations.kustomizePrune}: disabled or set spec.prune: false`;
  return { reason: 'PruningObjects', message: `${what}; next: ${next}; ${move}` };
}

function namesOf(objects: readonly ObjectReference[]): string {
  const shown = objects.slice(0, mostNames).map(formatObject);
  const rest = objects.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
