import type { KubeObject } from '@flux19/objects';
import { controllerReference } from '../workloads/pod-template.ts';
import { type Action, updateObject } from './action.ts';
import type { ClusterView } from './cluster-view.ts';
import type { ControlledKind } from './controlled-kinds.ts';

/**
 * Takes over what a workload's selector chooses and nobody controls, such as the ReplicaSets that a Deployment left behind when it
 * was deleted with `--cascade=orphan`.
 */
export function adopt(owner: KubeObject, kind: ControlledKind, view: ClusterView): Action[] {
  const { selector } = owner['spec'] as { readonly selector: object };
  return view
    .orphans(kind, owner.metadata.namespace ?? '', selector)
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map((orphan) => {
      const ownerReferences = [...(orphan.metadata.ownerReferences ?? []), controllerReference(owner)];
      return updateObject({ ...orphan, metadata: { ...orphan.metadata, ownerReferences } });
    });
}
