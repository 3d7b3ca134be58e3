// How a pod's many states become one word: printPod of pkg/printers/internalversion of Kubernetes.
import type { JsonObject } from '@flux19/objects';
import { isTrue, numberField, objectField, objectsField, textField } from '../json/fields.ts';
import type { Printer } from '../kinds/kind-rules.ts';
import { formatAge } from './age.ts';
import { age, columnPrinter, name, text, textAt, wide } from './column-printer.ts';
import { none } from './text-forms.ts';

interface PodSummary {
  readonly ready: number;
  readonly total: number;
  readonly reason: string;
  readonly restarts: number;
  readonly lastRestart: string;
}

export const podPrinter: Printer = columnPrinter(
  name,
  text('Ready', (pod) => {
    const { ready, total } = summarize(pod);
    return `${ready}/${total}`;
  }),
  text('Status', (pod) => summarize(pod).reason),
  text('Restarts', (pod, now) => {
    const { restarts, lastRestart } = summarize(pod);
    return restarts > 0 && lastRestart !== '' ? `${restarts} (${formatAge(lastRestart, now)} ago)` : String(restarts);
  }),
  age,
  wide(text('IP', (pod) => textField(objectsField(objectField(pod, 'status'), 'podIPs')[0], 'ip') || none)),
  wide(text('Node', textAt('spec.nodeName', none))),
  wide(text('Nominated Node', textAt('status.nominatedNodeName', none))),
  wide(text('Readiness Gates', readinessGates)),
);

function summarize(pod: JsonObject): PodSummary {
  const status = objectField(pod, 'status');
  const initial = summarizeInitContainers(pod, status);
  const isInitialized = initial.reason === undefined || hasCondition(status, 'Initialized');
  const main = isInitialized ? summarizeContainers(status) : undefined;
  const phase = textField(status, 'phase');
  const reason = main?.reason ?? initial.reason ?? (textField(status, 'reason') || phase);
  return {
    ready: initial.ready + (main?.ready ?? 0),
    total: objectsField(objectField(pod, 'spec'), 'containers').length + initial.sidecars,
    reason: finalReason(pod, reason, phase),
    restarts: main === undefined ? initial.restarts : initial.sidecarRestarts + main.restarts,
    lastRestart: main === undefined ? initial.lastRestart : main.lastRestart,
  };
}

function finalReason(pod: JsonObject, reason: string, phase: string): string {
  const status = objectField(pod, 'status');
  if (textField(objectField(pod, 'metadata'), 'deletionTimestamp') === '') return gatedReason(status) ?? reason;
  if (textField(status, 'reason') === 'NodeLost') return 'Unknown';
  return phase === 'Succeeded' || phase === 'Failed' ? reason : 'Terminating';
}

function gatedReason(status: JsonObject | undefined): string | undefined {
  const scheduled = objectsField(status, 'conditions').find((one) => textField(one, 'type') === 'PodScheduled');
  return textField(scheduled, 'reason') === 'SchedulingGated' ? 'SchedulingGated' : undefined;
}

function hasCondition(status: JsonObject | undefined, type: string): boolean {
  return objectsField(status, 'conditions').some(
    (one) => textField(one, 'type') === type && textField(one, 'status') === 'True',
  );
}

interface InitSummary {
  /** Undefined when all of them are done. */
  readonly reason: string | undefined;
  readonly ready: number;
  readonly sidecars: number;
  readonly restarts: number;
  readonly sidecarRestarts: number;
  readonly lastRestart: string;
}

function summarizeInitContainers(pod: JsonObject, status: JsonObject | undefined): InitSummary {
  const specs = objectsField(objectField(pod, 'spec'), 'initContainers');
  const sidecars = new Set(specs.filter(isSidecar).map((one) => textField(one, 'name')));
  const statuses = objectsField(status, 'initContainerStatuses');
  const pending = statuses.findIndex((one) => !isDone(one, sidecars));
  const looked = pending < 0 ? statuses : statuses.slice(0, pending);
  const restartsOf = (list: readonly JsonObject[]) =>
    list.reduce((sum, one) => sum + (numberField(one, 'restartCount') ?? 0), 0);
  return {
    reason: pending < 0 ? undefined : initReason(statuses[pending] ?? {}, pending, specs.length),
    ready: looked.filter((one) => sidecars.has(textField(one, 'name')) && isTrue(one, 'ready')).length,
    sidecars: sidecars.size,
    restarts: restartsOf(statuses),
    sidecarRestarts: restartsOf(statuses.filter((one) => sidecars.has(textField(one, 'name')))),
    lastRestart: lastRestartOf(statuses),
  };
}

function isSidecar(container: JsonObject): boolean {
  return textField(container, 'restartPolicy') === 'Always';
}

function isDone(status: JsonObject, sidecars: ReadonlySet<string>): boolean {
  const terminated = objectField(objectField(status, 'state'), 'terminated');
  if (terminated !== undefined) return numberField(terminated, 'exitCode') === 0;
  return sidecars.has(textField(status, 'name')) && isTrue(status, 'started');
}

function initReason(status: JsonObject, position: number, total: number): string {
  const state = objectField(status, 'state');
  const terminated = objectField(state, 'terminated');
  if (terminated !== undefined) return `Init:${terminationReason(terminated)}`;
  const waiting = textField(objectField(state, 'waiting'), 'reason');
  return waiting !== '' && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${position}/${total}`;
}

function terminationReason(terminated: JsonObject): string {
  const reason = textField(terminated, 'reason');
  if (reason !== '') return reason;
  const signal = numberField(terminated, 'signal') ?? 0;
  return signal === 0 ? `ExitCode:${numberField(terminated, 'exitCode') ?? 0}` : `Signal:${signal}`;
}

interface ContainersSummary {
  readonly reason: string | undefined;
  readonly ready: number;
  readonly restarts: number;
  readonly lastRestart: string;
}

function summarizeContainers(status: JsonObject | undefined): ContainersSummary {
  const statuses = objectsField(status, 'containerStatuses');
  const reasons = statuses.toReversed().map(containerReason);
  const running = statuses.filter(
    (one) => isTrue(one, 'ready') && objectField(objectField(one, 'state'), 'running') !== undefined,
  );
  const failure = reasons.findLast((one) => one?.isFailure === true)?.reason;
  const last = reasons.findLast((one) => one !== undefined)?.reason;
  return {
    reason: last === 'Completed' ? completedReason(status, running.length > 0, failure) : last,
    ready: running.length,
    restarts: statuses.reduce((sum, one) => sum + (numberField(one, 'restartCount') ?? 0), 0),
    lastRestart: lastRestartOf(statuses),
  };
}

function completedReason(status: JsonObject | undefined, isRunning: boolean, failure: string | undefined): string {
  if (isRunning && hasCondition(status, 'Ready')) return 'Running';
  return failure ?? (isRunning ? 'NotReady' : 'Completed');
}

function containerReason(status: JsonObject): { readonly reason: string; readonly isFailure: boolean } | undefined {
  const state = objectField(status, 'state');
  const waiting = textField(objectField(state, 'waiting'), 'reason');
  if (waiting !== '') return { reason: waiting, isFailure: false };
  const terminated = objectField(state, 'terminated');
  if (terminated === undefined) return undefined;
  return { reason: terminationReason(terminated), isFailure: (numberField(terminated, 'exitCode') ?? 0) !== 0 };
}

function lastRestartOf(statuses: readonly JsonObject[]): string {
  const times = statuses.map((one) =>
    textField(objectField(objectField(one, 'lastState'), 'terminated'), 'finishedAt'),
  );
  return times.sort().at(-1) ?? '';
}

function readinessGates(pod: JsonObject): string {
  const gates = objectsField(objectField(pod, 'spec'), 'readinessGates').map((one) => textField(one, 'conditionType'));
  if (gates.length === 0) return none;
  const status = objectField(pod, 'status');
  return `${gates.filter((type) => hasCondition(status, type)).length}/${gates.length}`;
}
