import type { Kustomization } from '@flux19/api';
import {
  ApplyError,
  createApplier,
  effectiveChanges,
  entryObject,
  formatChanges,
  type InventoryEntry,
} from '@flux19/apply';
import type { KubeClient } from '@flux19/kube';
import { formatObject } from '@flux19/objects';
import { isSuspended, type Logger, ReconcileError, type ReconcileResult } from '@flux19/runtime';
import type { Attempt } from './outcome.ts';
import { ownerOf } from './owner.ts';
import type { Surroundings } from './pass.ts';
import { Reporter } from './report.ts';
import { impersonatedUser, targetClient } from './target-client.ts';
import { timeoutOf } from './timing.ts';

/** Whether what a Kustomization has applied goes with it: `spec.deletionPolicy`, and never while it is suspended. */
export function deletesObjects(kustomization: Kustomization): boolean {
  const { spec, status } = kustomization;
  if (isSuspended(kustomization) || (status?.inventory?.entries ?? []).length === 0) return false;
  const policy = spec.deletionPolicy ?? 'MirrorPrune';
  return policy === 'MirrorPrune' ? spec.prune : policy !== 'Orphan';
}

/** Removes what a Kustomization has applied before it goes itself. Throws ReconcileError to be called again. */
export async function finalizeKustomization(
  kustomization: Kustomization,
  around: Surroundings,
  log: Logger,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  around.builds.forget(kustomization.metadata.uid ?? '');
  around.waits.end(kustomization.metadata.uid ?? '');
  around.healings.forget(kustomization.metadata.uid ?? '');
  if (!deletesObjects(kustomization)) return {};
  const { client, recorder, clock, settings } = around;
  const reporter = new Reporter(kustomization, { client, recorder, now: () => clock.now() });
  const entries = kustomization.status?.inventory?.entries ?? [];
  if (await isAccountGone(kustomization, around, signal)) {
    const objects = entries.map((entry) => formatObject(entryObject(entry))).join('\n');
    const message = `unable to prune objects: \n${objects}`;
    log.error(message, 'skipping pruning, failed to find account to impersonate');
    reporter.event('Warning', message, lastAttempt(kustomization));
    return {};
  }
  await prune(
    kustomization,
    entries,
    targetClient(kustomization, client, settings),
    { ...around, reporter, log },
    signal,
  );
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
  const user = impersonatedUser(kustomization, around.settings);
  if (user === undefined) return false;
  const [, , namespace = '', name = ''] = user.split(':');
  return (
    (await around.client.find({ apiVersion: 'v1', kind: 'ServiceAccount', namespace, name }, signal)) === undefined
  );
}

async function prune(
  kustomization: Kustomization,
  entries: readonly InventoryEntry[],
  target: KubeClient,
  around: Surroundings & { readonly reporter: Reporter; readonly log: Logger },
  signal: AbortSignal,
): Promise<void> {
  const { reporter, log } = around;
  const attempt = lastAttempt(kustomization);
  const applier = createApplier({ client: target, live: around.live, memory: around.memory, clock: around.clock });
  const { changes, failure } = await applier.prune(entries, ownerOf(kustomization), signal);
  if (failure !== undefined) {
    reporter.event('Warning', 'pruning for deleted resource failed', attempt);
    throw new ReconcileError('PruneFailed', failure);
  }
  const deleted = effectiveChanges(changes);
  if (deleted.length === 0) return;
  reporter.event('Normal', formatChanges(deleted), attempt);
  if (kustomization.spec.deletionPolicy !== 'WaitForTermination') return;
  try {
    await applier.waitForTermination(deleted, timeoutOf(kustomization.spec), signal);
  } catch (thrown) {
    if (!(thrown instanceof ApplyError)) throw thrown;
    const message = 'failed to wait for resources termination';
    log.error(message, thrown);
    reporter.event('Warning', message, attempt);
  }
}
