import { createHash } from 'node:crypto';
import { deepEqual, type KubeObject } from '@flux19/objects';
import { type ControlPlan, deleteObject, type EventText, settled, telling, updateStatus } from '../control/action.ts';
import type { ClusterController, Observation } from '../control/controller.ts';
import { timestamp } from '../control/timestamp.ts';
import { nodeAddress, podAddress } from './addresses.ts';
import { allottedResources } from './allotted-resources.ts';
import { simulateAnnotation } from './simulate-annotation.ts';
import { type Container, type PodSpec, type PodStatus, specOf, statusOf } from './workload-types.ts';

/** Reasons that a waiting container may be made to report. */
const waitingReasons: ReadonlySet<string> = new Set([
  'ImagePullBackOff',
  'ErrImagePull',
  'CrashLoopBackOff',
  'CreateContainerConfigError',
  'ContainerCreating',
]);

/**
 * Stands in for the kubelet: a Pod on a node runs at once, a Pod that should end has ended at once.
 * @param takesOver whether somebody else runs the Pod for real
 */
export function podController(takesOver: (pod: KubeObject) => boolean): ClusterController {
  return { kind: 'Pod', component: 'kubelet', plan: (pod, seen) => (takesOver(pod) ? settled : planPod(pod, seen)) };
}

function planPod(pod: KubeObject, { now }: Observation): ControlPlan {
  if (pod.metadata.deletionTimestamp !== undefined) return { actions: [deleteObject(pod, true)] };
  const { nodeName } = specOf<PodSpec>(pod);
  if (nodeName === undefined) return settled;
  const status = podStatus(pod, now);
  if (deepEqual(pod['status'], status)) return settled;
  const write = updateStatus(pod, status);
  const isFirst = statusOf<PodStatus>(pod).podIP === undefined && outcomeOf(pod) !== 'waiting';
  return { actions: [isFirst ? telling(write, started) : write] };
}

/** What the kubelet tells of a Pod on its way to running. */
function started(pod: KubeObject): readonly EventText[] {
  return specOf<PodSpec>(pod).containers.flatMap((container) => [
    { reason: 'Pulled', message: `Container image "${container.image}" already present on machine` },
    { reason: 'Created', message: `Created container: ${container.name}` },
    { reason: 'Started', message: `Started container ${container.name}` },
  ]);
}

type Outcome = 'running' | 'succeeded' | 'failed' | 'waiting';

function outcomeOf(pod: KubeObject): Outcome {
  const wish = pod.metadata.annotations?.[simulateAnnotation];
  if (wish === 'Failed') return 'failed';
  if (wish !== undefined && waitingReasons.has(wish)) return 'waiting';
  const { restartPolicy = 'Always' } = specOf<PodSpec>(pod);
  return restartPolicy === 'Always' ? 'running' : 'succeeded';
}

const phases = { running: 'Running', succeeded: 'Succeeded', failed: 'Failed', waiting: 'Pending' } as const;

function podStatus(pod: KubeObject, now: number): object {
  const previous = statusOf<PodStatus & { qosClass: string }>(pod);
  const spec = specOf<PodSpec>(pod);
  const outcome = outcomeOf(pod);
  const phase = phases[outcome];
  const time = previous.phase === phase ? (previous.startTime ?? timestamp(now)) : timestamp(now);
  const startTime = previous.startTime ?? time;
  const podIP = podAddress(pod);
  const initContainers = (spec.initContainers ?? []).map((container) => initContainerStatus(pod, container, startTime));
  return {
    ...(previous.qosClass === undefined ? {} : { qosClass: previous.qosClass }),
    phase,
    conditions: podConditions(outcome, previous, timestamp(now)),
    hostIP: nodeAddress,
    hostIPs: [{ ip: nodeAddress }],
    podIP,
    podIPs: [{ ip: podIP }],
    startTime,
    ...(initContainers.length === 0 ? {} : { initContainerStatuses: initContainers }),
    containerStatuses: spec.containers.map((container) => containerStatus(pod, container, outcome, startTime)),
    ...ephemeralStatuses(pod, startTime),
  };
}

/** Ephemeral containers, as kubectl debug adds them, run from then on and are never ready. */
function ephemeralStatuses(pod: KubeObject, startedAt: string): object {
  const { ephemeralContainers = [] } = specOf<PodSpec>(pod);
  if (ephemeralContainers.length === 0) return {};
  const running = { ready: false, restartCount: 0, lastState: {}, state: { running: { startedAt } } };
  return {
    ephemeralContainerStatuses: ephemeralContainers.map((one) => ({ ...containerIdentity(pod, one), ...running })),
  };
}

function podConditions(outcome: Outcome, previous: Partial<PodStatus>, time: string): readonly object[] {
  const isEnded = outcome === 'succeeded' || outcome === 'failed';
  const reason = outcome === 'succeeded' ? 'PodCompleted' : isEnded ? 'PodFailed' : 'ContainersNotReady';
  const isReady = outcome === 'running';
  const because = isReady ? {} : { reason };
  const stated = [
    { type: 'PodReadyToStartContainers', status: isEnded ? 'False' : 'True' },
    { type: 'Initialized', status: 'True' },
    { type: 'Ready', status: isReady ? 'True' : 'False', ...because },
    { type: 'ContainersReady', status: isReady ? 'True' : 'False', ...because },
    { type: 'PodScheduled', status: 'True' },
  ];
  return stated.map((condition) => {
    const before = previous.conditions?.find(({ type }) => type === condition.type);
    const lastTransitionTime = before?.status === condition.status ? (before.lastTransitionTime ?? time) : time;
    return { ...condition, lastProbeTime: null, lastTransitionTime };
  });
}

function containerStatus(pod: KubeObject, container: Container, outcome: Outcome, startedAt: string): object {
  return {
    ...containerIdentity(pod, container),
    ready: outcome === 'running',
    started: outcome === 'running',
    restartCount: 0,
    lastState: {},
    state: containerState(pod, outcome, startedAt),
    ...(outcome === 'running' ? allottedResources(container) : {}),
  };
}

function containerState(pod: KubeObject, outcome: Outcome, startedAt: string): object {
  if (outcome === 'running') return { running: { startedAt } };
  if (outcome === 'waiting') return { waiting: { reason: pod.metadata.annotations?.[simulateAnnotation] } };
  const isFailed = outcome === 'failed';
  const ended = {
    exitCode: isFailed ? 1 : 0,
    reason: isFailed ? 'Error' : 'Completed',
    startedAt,
    finishedAt: startedAt,
  };
  return { terminated: ended };
}

function initContainerStatus(pod: KubeObject, container: Container, startedAt: string): object {
  const terminated = { exitCode: 0, reason: 'Completed', startedAt, finishedAt: startedAt };
  return { ...containerIdentity(pod, container), ready: true, restartCount: 0, lastState: {}, state: { terminated } };
}

function containerIdentity(pod: KubeObject, { name, image }: Container): object {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  return {
    name,
    image,
    imageID: `${image.replace(/[:@][^/]*$/, '')}@sha256:${digest(image)}`,
    containerID: `simulated://${digest(`${pod.metadata.uid}/${name}`)}`,
  };
}
