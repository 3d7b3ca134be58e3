import { computeStatus, type KubeObject } from '@flux19/objects';
import { hintLines } from '../../cluster/hint-lines.ts';
import { readyCondition, statusOf } from '../../kinds/flux-kind.ts';
import { CliError } from '../../program/cli-error.ts';

/** Reasons of failures that pass as soon as another object is ready: the controller goes on by itself. */
const passingReasons: ReadonlySet<string> = new Set(['DependencyNotReady']);

/**
 * True when the pass that was asked for after `before` is over, however it went. Throws CliError when the object will not
 * get further by itself.
 *
 * Flux: waits through failures in the hope of a retry, until the time is over. A pass that failed is over here.
 */
export function isOver(object: KubeObject, before: KubeObject, hints: readonly string[]): boolean {
  if (statusOf(object).lastHandledReconcileAt === statusOf(before).lastHandledReconcileAt) return false;
  const { status, message } = computeStatus(object);
  if (status === 'Current') return true;
  if (status !== 'InProgress') throw new CliError(message, { hints: [...hintLines(object), ...hints] });
  return hasFailed(object);
}

function hasFailed(object: KubeObject): boolean {
  const ready = readyCondition(object);
  if (ready?.status !== 'False' || passingReasons.has(ready.reason)) return false;
  const { observedGeneration, conditions } = statusOf(object);
  // Flux writes the generation of a failed pass into the condition only.
  if (![observedGeneration, ready.observedGeneration].includes(object.metadata.generation)) return false;
  const reconciling = conditions?.find(({ type }) => type === 'Reconciling');
  return reconciling?.status !== 'True' || reconciling.reason === 'ProgressingWithRetry';
}
