import { reasons } from '@flux19/api';
import {
  type Applier,
  ApplyError,
  type ChangeSet,
  createApplier,
  effectiveChanges,
  entryObject,
  formatChanges,
  type InventoryEntry,
  inventoryOf,
  mergeEntries,
  prepareObjects,
  staleEntries,
} from '@flux19/apply';
import { formatGoDuration } from '@flux19/expressions';
import { ApiError } from '@flux19/kube';
import { formatObject, inventoryId, type KubeObject, objectReference, parseApiVersion } from '@flux19/objects';
import { ReconcileError } from '@flux19/runtime';
import { adviseOnDrift, adviseOnPrune } from './advice.ts';
import { checkHealth, type HealthWait, waitForStage } from './check-health.ts';
import { isDecryptionDisabled } from './decrypt/decrypt-objects.ts';
import type { Attempt } from './outcome.ts';
import { applyOptionsOf, ownerOf } from './owner.ts';
import { attemptOf, isSettled, PassFailure } from './pass.ts';
import { runOf, type SyncEnd, type SyncPass } from './sync-pass.ts';
import { timeoutOf } from './timing.ts';

/**
 * Makes the cluster equal to what was built: applies, prunes, looks at the health. In an order in which a crash at any line
 * forgets no object: the inventory lists what is about to be created before it is created. Throws {@link PassFailure}.
 */
export async function sync(pass: SyncPass, signal: AbortSignal): Promise<SyncEnd> {
  const { reporter, built, artifact } = pass;
  const { kustomization } = reporter;
  const isUntouched = isSettled(kustomization, artifact);
  const before: readonly InventoryEntry[] = kustomization.status?.inventory?.entries ?? [];
  refuseEncrypted(built.objects);
  const objects = prepareObjects(built.objects, ownerOf(kustomization), kustomization.spec.commonMetadata);
  await announce(pass, before, objects, isUntouched, signal);
  const applier = createApplier({ ...pass.target, clock: pass.clock });
  const applied = await apply(applier, { objects, before }, pass, signal);
  const { changes } = applied;
  if (isUntouched && isBuiltAsBefore(pass)) reporter.advise(adviseOnDrift(kustomization, changes));
  if (applied.kind === 'waiting') return waitForStage(applied.waitingFor, pass, signal);
  const inventory = await prune(applier, before, changes, pass, signal);
  const health = await checkHealth(changes, pass, signal);
  if (health.kind === 'waiting') return keepWaiting(health, inventory, pass, signal);
  const hasChanged = effectiveChanges(changes).length > 0 || staleEntries(before, inventory).length > 0;
  const attempt: Attempt = { ...attemptOf(pass), inventory, run: runOf(pass, reasons.reconciliationSucceeded) };
  return {
    kind: 'synced',
    changes,
    attempt,
    health,
    isUnchanged: isUntouched && !hasChanged && health.kind !== 'failed',
  };
}

/** Values from ConfigMaps and Secrets change what is built without a new revision. */
function isBuiltAsBefore({ reporter, built }: SyncPass): boolean {
  return reporter.kustomization.status?.history?.[0]?.digest === built.digest;
}

/** A failure that the history and the inventory remember. */
function failureOf(
  pass: SyncPass,
  reason: string,
  thrown: unknown,
  inventory?: readonly InventoryEntry[],
): PassFailure {
  const { message } = ReconcileError.from(thrown);
  const attempt: Attempt = { ...attemptOf(pass), inventory, run: runOf(pass, reason) };
  return new PassFailure(reason, message.trim(), { attempt, cause: thrown });
}

/** Says that work has begun, and lists what is about to be created. Says nothing when there is nothing new to do. */
async function announce(
  pass: SyncPass,
  before: readonly InventoryEntry[],
  objects: readonly KubeObject[],
  isUntouched: boolean,
  signal: AbortSignal,
): Promise<void> {
  const wanted = objects.map(entryOf);
  const hasNew = staleEntries(wanted, before).length > 0;
  if (isUntouched && !hasNew) return;
  const timeout = formatGoDuration(timeoutOf(pass.reporter.kustomization.spec));
  const message = `Detecting drift for revision ${pass.artifact.revision} with a timeout of ${timeout}`;
  const inventory = hasNew ? mergeEntries(before, wanted) : undefined;
  await pass.reporter.status(
    { kind: 'progressing', message, attempt: { ...attemptOf(pass), inventory }, isCheckingHealth: false },
    signal,
  );
}

interface ApplyInput {
  readonly objects: readonly KubeObject[];
  /** The inventory before anything was announced. */
  readonly before: readonly InventoryEntry[];
}

function entryOf(object: KubeObject): InventoryEntry {
  return { id: inventoryId(objectReference(object)), v: parseApiVersion(object.apiVersion).version };
}

async function apply(applier: Applier, { objects, before }: ApplyInput, pass: SyncPass, signal: AbortSignal) {
  const { reporter, log } = pass;
  try {
    const outcome = await applier.apply(objects, applyOptionsOf(reporter.kustomization, pass.settings), signal);
    report(outcome.changes, pass);
    return outcome;
  } catch (thrown) {
    signal.throwIfAborted();
    if (!(thrown instanceof ApplyError)) throw failureOf(pass, reasons.reconciliationFailed, thrown);
    log.error('server-side apply failed', pass.redactor.clean(thrown.message));
    const changeLog = formatChanges(effectiveChanges(thrown.changes));
    const message = `${thrown.message}\n${changeLog}`.trim();
    const inventory = mergeEntries(before, reachedBy(thrown, objects));
    throw failureOf(pass, reasons.reconciliationFailed, new Error(message, { cause: thrown }), inventory);
  }
}

/** What may exist after a failure: what was applied before it, and the object at fault unless the server refused it. */
function reachedBy({ changes, object, cause }: ApplyError, objects: readonly KubeObject[]): readonly InventoryEntry[] {
  const applied = inventoryOf(changes);
  const isRefused = cause instanceof ApiError && cause.code < 500;
  if (object === undefined || isRefused) return applied;
  const id = inventoryId(object);
  return [...applied, ...objects.map(entryOf).filter((entry) => entry.id === id)];
}

function report(changes: ChangeSet, { reporter, log, artifact, ...pass }: SyncPass): void {
  const effective = effectiveChanges(changes);
  if (effective.length === 0) return;
  const text = formatChanges(effective);
  log.info('server-side apply completed', { output: text, revision: artifact.revision });
  reporter.event('Normal', text, attemptOf({ ...pass, artifact }));
}

/** Deletes what was applied before and is not any more. Returns the inventory from now on. */
async function prune(
  applier: Applier,
  before: readonly InventoryEntry[],
  changes: ChangeSet,
  pass: SyncPass,
  signal: AbortSignal,
): Promise<readonly InventoryEntry[]> {
  const { reporter, log } = pass;
  const { kustomization } = reporter;
  const inventory = inventoryOf(changes);
  const stale = staleEntries(before, inventory);
  if (!kustomization.spec.prune || stale.length === 0) return inventory;
  reporter.advise(adviseOnPrune(kustomization, stale.map(entryObject)));
  const pruned = await applier.prune(stale, ownerOf(kustomization), signal);
  if (pruned.failure !== undefined) {
    throw failureOf(pass, reasons.pruneFailed, new Error(pruned.failure), mergeEntries(pruned.survivors, inventory));
  }
  const text = formatChanges(pruned.changes);
  if (text !== '') {
    log.info(`garbage collection completed: ${text}`);
    reporter.event('Normal', text, attemptOf(pass));
  }
  return inventory;
}

async function keepWaiting(
  health: HealthWait,
  inventory: readonly InventoryEntry[],
  pass: SyncPass,
  signal: AbortSignal,
): Promise<SyncEnd> {
  const attempt: Attempt = { ...attemptOf(pass), inventory };
  await pass.reporter.status({ kind: 'progressing', message: health.message, attempt, isCheckingHealth: true }, signal);
  return { kind: 'waiting', wakeOn: health.wakeOn, afterMs: health.afterMs };
}

/** Never applies what only looks like a Secret. */
function refuseEncrypted(objects: readonly KubeObject[]): void {
  const encrypted = objects.find(
    (object) => object.kind === 'Secret' && object['sops'] !== undefined && !isDecryptionDisabled(object),
  );
  if (encrypted === undefined) return;
  const message = `${formatObject(objectReference(encrypted))} is SOPS encrypted, configuring decryption is required for this secret to be reconciled`;
  throw new ReconcileError(reasons.reconciliationFailed, message);
}
