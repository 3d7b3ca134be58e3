import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { awaitObject } from '../../cluster/await-object.ts';
import { hintLines } from '../../cluster/hint-lines.ts';
import { newsOn } from '../../cluster/news-teller.ts';
import { type FluxKind, isSuspended, readyCondition } from '../../kinds/flux-kind.ts';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { isOver } from './pass-outcome.ts';
import { reconcilableSource } from './reconcilable-source.ts';
import { type ExtraRequests, requestPatch } from './request-patch.ts';

/** What is to be reconciled. */
export interface ReconcileTarget {
  readonly kind: FluxKind;
  readonly namespace: string;
  readonly name: string;
  /** Its source first. */
  readonly withSource: boolean;
  readonly requests: ExtraRequests;
}

export interface ReconcileScene {
  readonly context: CliContext;
  readonly client: KubeClient;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Asks for a pass over an object and waits for its end. Throws CliError when the pass fails, and what the client throws. */
export async function reconcileObject(target: ReconcileTarget, scene: ReconcileScene): Promise<void> {
  const { kind, namespace, name } = target;
  const { progress } = scene.context;
  const before = await scene.client.get(addressOf(target), scene.signal);
  if (kind.isStatic?.(before) === true) {
    progress.success('reconciliation not supported by the object');
    return;
  }
  if (isSuspended(before)) throw new CliError('resource is suspended', { hints: [resumeHint(target)] });
  if (target.withSource) await reconcileSource(before, target, scene);
  progress.action(`annotating ${kind.kind} ${name} in ${namespace} namespace`);
  await request(target, scene);
  progress.success(`${kind.kind} annotated`);
  progress.waiting(`waiting for ${kind.kind} reconciliation`);
  const after = await awaitPass(before, target, scene);
  report(after, target, scene);
}

/** Flux: the source of a release is its chart, and that of the chart comes first in any case. */
async function reconcileSource(
  object: KubeObject,
  { kind, requests }: ReconcileTarget,
  scene: ReconcileScene,
): Promise<void> {
  const source = reconcilableSource(kind, object);
  await reconcileObject({ ...source, withSource: source.kind.kind === 'HelmChart', requests }, scene);
}

async function request(target: ReconcileTarget, { client, context, signal }: ReconcileScene): Promise<void> {
  const requests = target.kind.kind === 'HelmRelease' ? target.requests : {};
  await client.patch(addressOf(target), requestPatch(context.clock.now(), requests), { type: 'merge' }, signal);
}

async function awaitPass(before: KubeObject, target: ReconcileTarget, scene: ReconcileScene): Promise<KubeObject> {
  const { context, client, timeoutMs, signal } = scene;
  const tell = newsOn(context.terminal);
  const isDone = (object: KubeObject): boolean => isOver(object, before, failureHints(target));
  return await awaitObject(
    { client, clock: context.clock, address: addressOf(target), timeoutMs, tell, isDone },
    signal,
  );
}

function report(object: KubeObject, target: ReconcileTarget, { context }: ReconcileScene): void {
  const ready = readyCondition(object);
  if (ready === undefined) throw new CliError("status can't be determined", { hints: failureHints(target) });
  if (ready.status !== 'True') {
    throw new CliError(failureText(target, ready.message), { hints: [...hintLines(object), ...failureHints(target)] });
  }
  context.progress.success(target.kind.successMessage(object));
}

/** Flux puts the message of kinds without a source between quotes. */
function failureText({ kind }: ReconcileTarget, message: string): string {
  return `${kind.kind} reconciliation failed: ${kind.sourceOf === undefined ? `'${message}'` : message}`;
}

function addressOf({ kind, namespace, name }: ReconcileTarget): Parameters<KubeClient['get']>[0] {
  return { apiVersion: kind.apiVersion, kind: kind.kind, namespace, name };
}

function resumeHint({ kind, namespace, name }: ReconcileTarget): string {
  return `let it go on with: flux19 resume ${kind.words.join(' ')} ${name} -n ${namespace}`;
}

function failureHints({ kind, namespace, name }: ReconcileTarget): readonly string[] {
  return [`see what led to it: flux19 events --for ${kind.kind}/${name} -n ${namespace}`];
}
