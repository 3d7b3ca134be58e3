import type { KubeObject } from '@flux19/objects';
import { timestamp } from '../control/timestamp.ts';
import { nodeAddress } from '../workloads/addresses.ts';
import { allottedResources } from '../workloads/allotted-resources.ts';
import { type Container, type PodSpec, type PodStatus, specOf, statusOf } from '../workloads/workload-types.ts';
import type { ContainerState, PodState, RunningContainer } from './pod-runtime.ts';

/** The status of a Pod whose containers are processes. Pure. */
export function runningPodStatus(pod: KubeObject, state: PodState, nowMs: number): object {
  const previous = statusOf<PodStatus & { readonly qosClass: string }>(pod);
  const { containers, ephemeralContainers = [] } = specOf<PodSpec>(pod);
  const specs = new Map([...containers, ...ephemeralContainers].map((container) => [container.name, container]));
  const statusOfContainer = (container: RunningContainer): object =>
    containerStatus(pod, container, specs.get(container.name) ?? {});
  return {
    ...(previous.qosClass === undefined ? {} : { qosClass: previous.qosClass }),
    phase: phaseOf(pod, state),
    conditions: conditionsOf(state, previous, timestamp(nowMs)),
    hostIP: nodeAddress,
    hostIPs: [{ ip: nodeAddress }],
    podIP: state.address,
    podIPs: [{ ip: state.address }],
    startTime: previous.startTime ?? timestamp(nowMs),
    containerStatuses: state.containers.map(statusOfContainer),
    ...(state.ephemeral.length === 0 ? {} : { ephemeralContainerStatuses: state.ephemeral.map(statusOfContainer) }),
  };
}

function phaseOf(pod: KubeObject, { containers }: PodState): string {
  const { restartPolicy = 'Always' } = specOf<PodSpec>(pod);
  const ended = containers.flatMap(({ state }) => (state.kind === 'ended' ? [state.exitCode] : []));
  if (restartPolicy !== 'Always' && ended.length === containers.length) {
    if (ended.every((code) => code === 0)) return 'Succeeded';
    if (restartPolicy === 'Never') return 'Failed';
  }
  const hasStarted = containers.every(({ state, restarts }) => state.kind !== 'waiting' || restarts > 0);
  return hasStarted ? 'Running' : 'Pending';
}

function conditionsOf({ containers }: PodState, previous: Partial<PodStatus>, time: string): readonly object[] {
  const isReady = containers.every(({ state }) => state.kind === 'running' && state.isReady);
  const because = isReady ? {} : { reason: 'ContainersNotReady', message: notReady(containers) };
  const readiness = { status: isReady ? 'True' : 'False', ...because };
  const stated = [
    { type: 'PodReadyToStartContainers', status: 'True' },
    { type: 'Initialized', status: 'True' },
    { type: 'Ready', ...readiness },
    { type: 'ContainersReady', ...readiness },
    { type: 'PodScheduled', status: 'True' },
  ];
  return stated.map((condition) => {
    const before = previous.conditions?.find(({ type }) => type === condition.type);
    const lastTransitionTime = before?.status === condition.status ? (before.lastTransitionTime ?? time) : time;
    return { ...condition, lastProbeTime: null, lastTransitionTime };
  });
}

function notReady(containers: readonly RunningContainer[]): string {
  const names = containers.filter(({ state }) => state.kind !== 'running' || !state.isReady).map(({ name }) => name);
  return `containers with unready status: [${names.join(' ')}]`;
}

function containerStatus(
  pod: KubeObject,
  { name, state, last, restarts }: RunningContainer,
  spec: Partial<Container>,
): object {
  const { image = '' } = spec;
  const isReady = state.kind === 'running' && state.isReady;
  const idOf = (run: number): string => `process://${pod.metadata.uid}/${name}/${run}`;
  return {
    name,
    image,
    imageID: image,
    ...(state.kind === 'waiting' ? {} : { containerID: idOf(restarts) }),
    ready: isReady,
    started: state.kind === 'running',
    restartCount: restarts,
    lastState: last === undefined ? {} : stateOf(last, idOf(Math.max(0, restarts - 1))),
    state: stateOf(state, idOf(restarts)),
    ...(state.kind === 'running' ? allottedResources(spec) : {}),
  };
}

function stateOf(state: ContainerState, containerID: string): object {
  switch (state.kind) {
    case 'waiting':
      return { waiting: { reason: state.reason, ...(state.message === undefined ? {} : { message: state.message }) } };
    case 'running':
      return { running: { startedAt: timestamp(state.startedAtMs) } };
    case 'ended':
      return {
        terminated: {
          exitCode: state.exitCode,
          reason: state.exitCode === 0 ? 'Completed' : 'Error',
          startedAt: timestamp(state.startedAtMs),
          finishedAt: timestamp(state.endedAtMs),
          containerID,
        },
      };
  }
}
