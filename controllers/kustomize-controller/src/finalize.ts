import type { Kustomization } from '@flux19/api';
import { createApplier, effectiveChanges, entryObject, formatChanges, type InventoryEntry } from '@flux19/apply';
import { formatObject } from '@flux19/objects';
import { isSuspended, type Logger, ReconcileError, type ReconcileResult } from '@flux19/runtime';
import type { Attempt } from './outcome.ts';
import { ownerOf } from './owner.ts';
import type { Surroundings } from './pass.ts';
import { Reporter } from './report.ts';
import { accountOf } from './target/impersonation.ts';
import type { Target } from './target/target.ts';
import { targetOf } from './target/target-of.ts';
import { timeoutOf } from './timing.ts';

/** Flux looks every two seconds whether deleted objects are gone. */
const recheckMs = 2_000;

/** Whether what a Kustomization has applied goes with it: `spec.deletionPolicy`, and never while it is suspended. */
function deletesObjects(kustomization: Kustomization): boolean {
  const { spec, status } = kustomization;
  if (isSuspended(kustomization) || (status?.inventory?.entries ?? []).length === 0) return false;
  const policy = spec.deletionPolicy ?? 'MirrorPrune';
  return policy === 'MirrorPrune' ? spec.prune : policy !== 'Orphan';
}

/**
 * Removes what a Kustomization has applied before it goes itself. Returns when to look again while deleted objects still exist
 * and the policy is to wait for their end. Throws ReconcileError to be called again.
 */
export async function finalizeKustomization(
  kustomization: Kustomization,
  around: Surroundings,
  log: Logger,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  const { uid = '' } = kustomization.metadata;
  around.builds.forget(kustomization);
  around.healings.forget(uid);
  if (!deletesObjects(kustomization)) {
    around.targets.leave(uid);
    return {};
  }
  const { client, recorder, clock } = around;
  const reporter = new Reporter(kustomization, { client, recorder, now: () => clock.now() });
  const entries = kustomization.status?.inventory?.entries ?? [];
  if (await isAccountGone(kustomization, around, signal)) {
    const objects = entries.map((entry) => formatObject(entryObject(entry))).join('\n');
    const message = `unable to prune objects: \n${objects}`;
    log.error(message, 'skipping pruning, failed to find account to impersonate');
    reporter.event('Warning', message, lastAttempt(kustomization));
    around.targets.leave(uid);
    return {};
  }
  const target = await targetOf(kustomization, around, signal);
  const isOver = await prune(kustomization, entries, target, { ...around, reporter, log }, signal);
  if (!isOver) return { requeueAfterMs: recheckMs };
  around.waits.end(uid);
  around.targets.leave(uid);
  return {};
}

function lastAttempt({ status = {} }: Kustomization): Attempt {
  return { revision: status.lastAppliedRevision ?? '', originRevision: status.lastAppliedOriginRevision };
}

/** Without its service account nobody may act in its name, and the Kustomization would never go. */
async function isAccountGone(
  kustomization: Kustomization,
  around: Surroundings,
  signal: AbortSignal,
): Promise<boolean> {
  const account = accountOf(kustomization, around.settings);
  if (account === undefined) return false;
  return (await around.client.find({ apiVersion: 'v1', kind: 'ServiceAccount', ...account }, signal)) === undefined;
}

/** True when nothing is left to wait for. */
async function prune(
  kustomization: Kustomization,
  entries: readonly InventoryEntry[],
  target: Target,
  around: Surroundings & { readonly reporter: Reporter; readonly log: Logger },
  signal: AbortSignal,
): Promise<boolean> {
  const { reporter, log, clock, waits } = around;
  const { uid = '' } = kustomization.metadata;
  const attempt = lastAttempt(kustomization);
  const applier = createApplier({ ...target, clock });
  const { changes, failure } = await applier.prune(entries, ownerOf(kustomization), signal);
  if (failure !== undefined) {
    reporter.event('Warning', 'pruning for deleted resource failed', attempt);
    throw new ReconcileError('PruneFailed', failure);
  }
  const deleted = effectiveChanges(changes);
  const sinceMs = waits.begin(uid, 'termination', clock.now());
  if (deleted.length === 0) return true;
  // Told once, however often this looks again.
  if (sinceMs === clock.now()) reporter.event('Normal', formatChanges(deleted), attempt);
  if (kustomization.spec.deletionPolicy !== 'WaitForTermination') return true;
  const remaining = await applier.remaining(deleted, signal);
  if (remaining.length === 0) return true;
  if (clock.now() - sinceMs < timeoutOf(kustomization.spec)) return false;
  const message = 'failed to wait for resources termination';
  log.error(message, `timeout waiting for: ${formatChanges(remaining)}`);
  reporter.event('Warning', message, attempt);
  return true;
}
