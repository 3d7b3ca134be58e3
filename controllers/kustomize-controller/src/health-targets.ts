import { groups, type Kustomization } from '@flux19/api';
import type { ChangeSet, VersionedReference } from '@flux19/apply';
import { parseApiVersion } from '@flux19/objects';

/**
 * The objects whose health decides about a Kustomization: everything that was applied with `spec.wait`, else
 * `spec.healthChecks`, where one without a version is of `apps/v1`, as `flux create kustomization --health-check` writes them.
 * Skipped objects do not count, and a Kustomization never waits for itself.
 */
export function healthTargets(kustomization: Kustomization, changes: ChangeSet): readonly VersionedReference[] {
  const { wait = false, healthChecks = [] } = kustomization.spec;
  const targets = wait
    ? changes.filter(({ action }) => action !== 'skipped').map(({ object, version }) => ({ ...object, version }))
    : healthChecks.map(({ apiVersion = 'apps/v1', kind, name, namespace = '' }) => ({
        ...parseApiVersion(apiVersion),
        kind,
        name,
        namespace,
      }));
  return targets.filter((target) => !isSelf(kustomization, target));
}

function isSelf({ metadata }: Kustomization, target: VersionedReference): boolean {
  const isKind = target.kind === 'Kustomization' && target.group === groups.kustomize;
  return isKind && target.name === metadata.name && target.namespace === metadata.namespace;
}
