import { deepEqual, type KubeObject } from '@flux19/objects';
import {
  type Action,
  type ControlPlan,
  createObject,
  deleteObject,
  type EventText,
  settled,
  telling,
  updateObject,
  updateStatus,
} from '../control/action.ts';
import { adopt } from '../control/adopt.ts';
import type { ClusterController, Observation } from '../control/controller.ts';
import { replicaCount, scaleDown, scaleUp, tolerance } from './deployment-rollout.ts';
import { deploymentStatus, untilDeadline } from './deployment-status.ts';
import { isActive } from './pod-readiness.ts';
import { controllerReference, templateHash } from './pod-template.ts';
import { type DeploymentSpec, type PodTemplate, type ReplicaSetSpec, specOf } from './workload-types.ts';

const revisionAnnotation = 'deployment.kubernetes.io/revision';
const hashLabel = 'pod-template-hash';

/** Rolls out Deployments through ReplicaSets. */
export const deploymentController: ClusterController = {
  kind: 'Deployment',
  component: 'deployment-controller',
  watches: [{ kind: 'ReplicaSet' }],
  plan: planDeployment,
};

interface Rollout {
  readonly deployment: KubeObject;
  readonly spec: DeploymentSpec;
  readonly current: KubeObject | undefined;
  /** Oldest first. */
  readonly old: readonly KubeObject[];
  readonly seen: Observation;
}

function planDeployment(deployment: KubeObject, seen: Observation): ControlPlan {
  if (deployment.metadata.deletionTimestamp !== undefined) return settled;
  const adopted = adopt(deployment, 'ReplicaSet', seen.view);
  if (adopted.length > 0) return { actions: adopted };
  const spec = specOf<DeploymentSpec>(deployment);
  const sets = seen.view.controlledBy(deployment, 'ReplicaSet').toSorted((a, b) => revisionOf(a) - revisionOf(b));
  const current = sets.find((set) => hasTemplate(set, spec.template));
  const rollout: Rollout = { deployment, spec, current, old: sets.filter((set) => set !== current), seen };
  const actions = [...rollOut(rollout), ...forgetHistory(rollout)];
  const status = deploymentStatus(deployment, current, rollout.old, seen.now);
  const published = withPublishedRevision(deployment, current);
  const isSame = published === deployment && deepEqual(deployment['status'], status);
  const afterMs = untilDeadline(deployment, status, seen.now);
  return {
    actions: isSame ? actions : [...actions, updateStatus(published, status)],
    ...(afterMs === undefined ? {} : { afterMs }),
  };
}

/** Kubernetes writes the revision together with the status, since a change of annotations would count as a new generation. */
function withPublishedRevision(deployment: KubeObject, current: KubeObject | undefined): KubeObject {
  if (current === undefined) return deployment;
  const revision = String(revisionOf(current));
  return deployment.metadata.annotations?.[revisionAnnotation] === revision
    ? deployment
    : withAnnotation(deployment, revision);
}

function hasTemplate(replicaSet: KubeObject, template: PodTemplate): boolean {
  return replicaSet.metadata.labels?.[hashLabel] === templateHash(template);
}

function revisionOf(replicaSet: KubeObject): number {
  return Number(replicaSet.metadata.annotations?.[revisionAnnotation] ?? 0);
}

function rollOut(rollout: Rollout): Action[] {
  const { spec, current, old } = rollout;
  if (spec.paused === true) return current !== undefined && old.length === 0 ? resize(current, spec.replicas ?? 1) : [];
  if (current === undefined) return startRollout(rollout);
  const newest = withLatestRevision(rollout, current);
  if (newest !== current) return [updateObject(newest)];
  return spec.strategy?.type === 'Recreate' ? recreate(rollout, current) : rollingUpdate(rollout, current);
}

/** A rollout back to an earlier template makes its ReplicaSet the newest revision again. */
function withLatestRevision({ old }: Rollout, current: KubeObject): KubeObject {
  const newest = Math.max(0, ...old.map(revisionOf));
  if (revisionOf(current) > newest) return current;
  return withAnnotation(current, String(newest + 1));
}

function withAnnotation(object: KubeObject, revision: string): KubeObject {
  const annotations = { ...object.metadata.annotations, [revisionAnnotation]: revision };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function startRollout(rollout: Rollout): Action[] {
  const { deployment, spec, old } = rollout;
  const hash = templateHash(spec.template);
  const isRecreate = spec.strategy?.type === 'Recreate';
  const none = { wanted: 0, available: 0 };
  const first = scaleUp(spec.replicas ?? 1, none, old.map(replicaCount), tolerance(spec));
  const replicas = isRecreate && hasPods(rollout) ? 0 : first;
  const created = telling(
    createObject(newReplicaSet(deployment, spec, hash, replicas, Math.max(0, ...old.map(revisionOf)) + 1)),
    ({ metadata }) => scaling('up', metadata.name, 0, replicas),
  );
  return isRecreate ? [created, ...old.flatMap((set) => resize(set, 0))] : [created];
}

function newReplicaSet(
  deployment: KubeObject,
  spec: DeploymentSpec,
  hash: string,
  replicas: number,
  revision: number,
): KubeObject {
  const labels = { ...spec.template.metadata?.labels, [hashLabel]: hash };
  const { matchLabels, ...selector } = spec.selector as { matchLabels?: Record<string, string> };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace ?? '',
      labels,
      annotations: { [revisionAnnotation]: String(revision) },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas,
      ...(spec.minReadySeconds === undefined ? {} : { minReadySeconds: spec.minReadySeconds }),
      selector: { ...selector, matchLabels: { ...matchLabels, [hashLabel]: hash } },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  };
}

function hasPods({ old, seen }: Rollout): boolean {
  return old.some((set) => seen.view.controlledBy(set, 'Pod').some(isActive));
}

function recreate(rollout: Rollout, current: KubeObject): Action[] {
  const emptied = rollout.old.flatMap((set) => resize(set, 0));
  if (emptied.length > 0 || hasPods(rollout)) return emptied;
  return resize(current, rollout.spec.replicas ?? 1);
}

function rollingUpdate({ spec, old }: Rollout, current: KubeObject): Action[] {
  const replicas = spec.replicas ?? 1;
  const allowed = tolerance(spec);
  const counts = old.map(replicaCount);
  const wanted = scaleUp(replicas, replicaCount(current), counts, allowed);
  const fewer = scaleDown(replicas, { ...replicaCount(current), wanted }, counts, allowed);
  return [...resize(current, wanted), ...old.flatMap((set, i) => resize(set, fewer[i] ?? 0))];
}

function resize(replicaSet: KubeObject, replicas: number): Action[] {
  const spec = specOf<ReplicaSetSpec>(replicaSet);
  if (spec.replicas === replicas) return [];
  const before = spec.replicas ?? 0;
  const event = scaling(replicas > before ? 'up' : 'down', replicaSet.metadata.name, before, replicas);
  return [telling(updateObject({ ...replicaSet, spec: { ...spec, replicas } }), () => event)];
}

function scaling(direction: 'up' | 'down', name: string, from: number, to: number): EventText {
  return { reason: 'ScalingReplicaSet', message: `Scaled ${direction} replica set ${name} from ${from} to ${to}` };
}

function forgetHistory({ spec, old }: Rollout): Action[] {
  const retired = old.filter((set) => replicaCount(set).wanted === 0);
  const surplus = retired.length - (spec.revisionHistoryLimit ?? 10);
  return surplus > 0 ? retired.slice(0, surplus).map((set) => deleteObject(set)) : [];
}
