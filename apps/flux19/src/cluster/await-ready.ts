import type { KubeClient, ObjectAddress } from '@flux19/kube';
import { computeStatus, type KubeObject } from '@flux19/objects';
import { type FluxKind, readyCondition, statusOf } from '../kinds/flux-kind.ts';
import type { CliContext } from '../program/cli-context.ts';
import { CliError } from '../program/cli-error.ts';
import { awaitObject } from './await-object.ts';
import { hintLines } from './hint-lines.ts';
import { newsOn } from './news-teller.ts';

export interface AwaitReadyOptions {
  readonly kind: FluxKind;
  readonly address: ObjectAddress;
  readonly client: KubeClient;
  readonly context: CliContext;
  readonly timeoutMs: number;
}

/** Waits until an object is reconciled in its latest generation and is healthy. Throws CliError when it will not be. */
export async function awaitReady(options: AwaitReadyOptions, signal: AbortSignal): Promise<KubeObject> {
  const { kind, address, client, context, timeoutMs } = options;
  const tell = newsOn(context.terminal);
  const isDone = (object: KubeObject): boolean => isReady(kind, object);
  return await awaitObject({ client, clock: context.clock, address, isDone, tell, timeoutMs }, signal);
}

/** True when the object is ready. Throws CliError when it has failed. */
function isReady(kind: FluxKind, object: KubeObject): boolean {
  // The default of its status says that nobody has looked at it, which nobody will.
  if (kind.isStatic?.(object) === true && (statusOf(object).observedGeneration ?? 0) < 1) return true;
  if (kind.isStatic?.(object) !== true && !isObserved(object)) return false;
  const { status, message } = computeStatus(object);
  if (status === 'Current') return true;
  if (status === 'InProgress') return false;
  const { name, namespace = '' } = object.metadata;
  throw new CliError(message, {
    hints: [...hintLines(object), `see what led to it: flux19 events --for ${object.kind}/${name} -n ${namespace}`],
  });
}

/** True when the Ready condition speaks of the latest generation. Not every kind writes the generation into conditions. */
function isObserved(object: KubeObject): boolean {
  const observed = statusOf(object).observedGeneration ?? 0;
  const ready = readyCondition(object);
  if (observed < 1 || ready === undefined) return false;
  return (ready.observedGeneration || observed) === object.metadata.generation;
}
