import { deepEqual, type KubeObject } from '@flux19/objects';
import { type Action, type ControlPlan, createObject, deleteObject, settled, updateObject } from '../control/action.ts';
import type { ClusterController, Observation } from '../control/controller.ts';
import { controllerReference, templateHash } from './pod-template.ts';
import { type PodTemplate, specOf } from './workload-types.ts';

const revisionLabel = 'controller-revision-hash';
const defaultHistoryLimit = 10;

/** What StatefulSets and DaemonSets have in common here. */
interface RevisedSpec {
  readonly template: PodTemplate;
  readonly revisionHistoryLimit?: number;
}

/** Keeps the earlier templates of a StatefulSet or DaemonSet as ControllerRevisions, for `kubectl rollout history` and `undo`. */
export function revisionHistoryController(kind: 'StatefulSet' | 'DaemonSet'): ClusterController {
  return {
    kind,
    component: `${kind.toLowerCase()}-controller`,
    watches: [{ kind: 'ControllerRevision' }],
    plan: planHistory,
  };
}

function planHistory(set: KubeObject, { view }: Observation): ControlPlan {
  if (set.metadata.deletionTimestamp !== undefined) return settled;
  const known = view.controlledBy(set, 'ControllerRevision').toSorted((a, b) => numberOf(a) - numberOf(b));
  const { template, revisionHistoryLimit = defaultHistoryLimit } = specOf<RevisedSpec>(set);
  const hash = templateHash(template);
  const latest = numberOf(known.at(-1));
  const current = known.find((revision) => hashOf(revision) === hash);
  const inUse = new Set(view.controlledBy(set, 'Pod').map(hashOf));
  const earlier = known.filter((revision) => revision !== current && !inUse.has(hashOf(revision)));
  const surplus = earlier.slice(0, Math.max(0, earlier.length - revisionHistoryLimit)).map((one) => deleteObject(one));
  return { actions: [...keepCurrent(set, current, hash, latest), ...surplus] };
}

/** The template of now is always the latest revision: one that comes back gets a new number. */
function keepCurrent(set: KubeObject, current: KubeObject | undefined, hash: string, latest: number): Action[] {
  if (current === undefined) return [createObject(revisionOf(set, hash, latest + 1))];
  const revision = numberOf(current) === latest ? latest : latest + 1;
  const annotations = set.metadata.annotations ?? {};
  if (revision === numberOf(current) && deepEqual(annotations, current.metadata.annotations ?? {})) return [];
  return [updateObject({ ...current, revision, metadata: { ...current.metadata, annotations } })];
}

function revisionOf(set: KubeObject, hash: string, revision: number): KubeObject {
  const { template } = specOf<RevisedSpec>(set);
  const { name, namespace = '', annotations = {} } = set.metadata;
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...template.metadata?.labels, [revisionLabel]: hash },
      annotations,
      ownerReferences: [controllerReference(set)],
    },
    // A strategic merge patch that brings the template back.
    data: { spec: { template: { ...template, $patch: 'replace' } } },
    revision,
  };
}

function numberOf(revision: KubeObject | undefined): number {
  return Number(revision?.['revision'] ?? 0);
}

/** The hash of a revision, and of the template that a Pod was made from; StatefulSets put their name before it. */
function hashOf({ metadata }: KubeObject): string {
  return metadata.labels?.[revisionLabel]?.split('-').at(-1) ?? '';
}
