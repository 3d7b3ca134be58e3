import { type Applied, addressOf } from '@flux19/kube';
import { type KubeObject, objectReference, parseApiVersion } from '@flux19/objects';
import { cleanupPatch, migrationPatch, needsCleanup } from '../cleanup/cleanup-patch.ts';
import { desiredDigest } from '../plan/digest.ts';
import { hasDrifted } from '../plan/drift.ts';
import { adoptIgnored, withoutPaths } from '../plan/ignore-rules.ts';
import { satisfiesAny } from '../plan/metadata-rules.ts';
import { cachedObject, memoryId, type StageContext } from './apply-context.ts';
import { ApplyError } from './apply-error.ts';
import { editLive } from './edit-live.ts';
import { dryRunFailure, isImmutableFailure } from './error-text.ts';
import { removeForRecreation } from './remove-for-recreation.ts';

/** What is to be done about an object. */
export type Verdict =
  /**
   * `object` is the live object where there is one: it says how the cluster names it. `isSettled` when that was known without
   * asking.
   */
  | { readonly kind: 'skipped' | 'unchanged'; readonly object: KubeObject; readonly isSettled?: boolean }
  | { readonly kind: 'created' | 'configured'; readonly object: KubeObject; readonly payload: KubeObject };

/**
 * Finds out by a dry run what applying an object would do. Nothing is asked of the server when neither the object nor its live
 * state has changed since it was applied. The clean-up of managed fields and the deletion that `force` asks for happen here, as in
 * Flux. Throws {@link ApplyError}.
 */
export async function checkObject(desired: KubeObject, context: StageContext, signal: AbortSignal): Promise<Verdict> {
  const { rules, memory, client, options } = context;
  const reference = objectReference(desired);
  if (satisfiesAny(desired, rules.skip)) return skipped(desired, context, signal);
  const cached = cachedObject(context, reference);
  const id = memoryId(reference, parseApiVersion(desired.apiVersion).version);
  if (cached !== undefined && memory?.isSettled(id, desiredDigest(desired, options), cached))
    return { kind: 'unchanged', object: cached, isSettled: true };
  const before = await lookBefore(desired, context, signal);
  if (before.kind === 'skipped') return before;
  let merged: Applied;
  try {
    merged = await client.apply(
      desired,
      { fieldManager: options.owner.fieldManager, force: true, dryRun: true },
      signal,
    );
  } catch (thrown) {
    signal.throwIfAborted();
    return judgeFailure(desired, thrown, context, signal);
  }
  if (merged.isCreated || (merged.object.metadata.resourceVersion ?? '') === '')
    return { kind: 'created', object: merged.object, payload: desired };
  return compare(desired, merged.object, before.isMigrated ? undefined : cached, before.isMigrated, context, signal);
}

type LookBefore =
  | { readonly kind: 'skipped'; readonly object: KubeObject }
  | { readonly kind: 'go-on'; readonly isMigrated: boolean };

/** What has to be known of the live object before the dry run: seldom anything. */
async function lookBefore(desired: KubeObject, context: StageContext, signal: AbortSignal): Promise<LookBefore> {
  const isKeptIfPresent = satisfiesAny(desired, context.rules.skipIfPresent);
  const isToMigrate = context.options.migrateApiVersion === true;
  const live = isKeptIfPresent || isToMigrate ? await find(desired, context, signal) : undefined;
  if (live === undefined) return { kind: 'go-on', isMigrated: false };
  if (isKeptIfPresent) return { kind: 'skipped', object: live };
  return { kind: 'go-on', isMigrated: await migrate(desired, live, context, signal) };
}

/** The object exists and the dry run went through: is there anything left to do? */
async function compare(
  desired: KubeObject,
  merged: KubeObject,
  cached: KubeObject | undefined,
  isPatched: boolean,
  context: StageContext,
  signal: AbortSignal,
): Promise<Verdict> {
  const { rules, options, ignoredPaths } = context;
  // What the desired object does not say, the merged one has from the live one.
  if (satisfiesAny(merged, rules.skip)) return { kind: 'skipped', object: merged };
  const cleanup = { fieldManager: options.owner.fieldManager, overrideManagers: options.overrideManagers ?? [] };
  const isCleaned = !satisfiesAny(merged, rules.keepForeignManagers) && needsCleanup(merged, cleanup);
  const paths = ignoredPaths(merged);
  const isCachedEnough =
    !isCleaned && paths.length === 0 && cached?.metadata.resourceVersion === merged.metadata.resourceVersion;
  const live = isCachedEnough ? cached : await find(desired, context, signal);
  if (live === undefined) return { kind: 'created', object: merged, payload: desired };
  if (isCleaned) {
    const edit = {
      operations: (seen: KubeObject) => cleanupPatch(seen, cleanup),
      what: 'metadata.managedFields cleanup failed',
    };
    await editLive(live, edit, context, signal);
  }
  const isDrifted = hasDrifted(withoutPaths(live, paths), withoutPaths(merged, paths));
  if (!isDrifted && !isCleaned && !isPatched) return { kind: 'unchanged', object: live };
  const payload = adoptIgnored(desired, live, merged, paths, options.owner.fieldManager);
  return { kind: 'configured', object: merged, payload };
}

async function judgeFailure(
  desired: KubeObject,
  failure: unknown,
  context: StageContext,
  signal: AbortSignal,
): Promise<Verdict> {
  const { rules, options, client } = context;
  const live = await find(desired, context, signal).catch(() => undefined);
  signal.throwIfAborted();
  if (live !== undefined && satisfiesAny(live, rules.skip)) return { kind: 'skipped', object: live };
  const isForced =
    options.force === true ||
    satisfiesAny(desired, rules.force) ||
    (live !== undefined && satisfiesAny(live, rules.force));
  if (live === undefined || !isForced || !isImmutableFailure(failure)) throw dryRunError(desired, failure);
  await removeForRecreation(live, context, signal);
  try {
    const again = await client.apply(
      desired,
      { fieldManager: options.owner.fieldManager, force: true, dryRun: true },
      signal,
    );
    return { kind: again.isCreated ? 'created' : 'configured', object: again.object, payload: desired };
  } catch (thrown) {
    signal.throwIfAborted();
    throw dryRunError(desired, thrown);
  }
}

function dryRunError(desired: KubeObject, thrown: unknown): ApplyError {
  return new ApplyError(dryRunFailure(desired, thrown), { object: objectReference(desired), cause: thrown });
}

async function skipped(desired: KubeObject, context: StageContext, signal: AbortSignal): Promise<Verdict> {
  const live =
    cachedObject(context, objectReference(desired)) ?? (await find(desired, context, signal).catch(() => undefined));
  signal.throwIfAborted();
  return { kind: 'skipped', object: live ?? desired };
}

function migrate(desired: KubeObject, live: KubeObject, context: StageContext, signal: AbortSignal): Promise<boolean> {
  const { apiVersion } = desired;
  const edit = {
    operations: (seen: KubeObject) => migrationPatch({ ...seen, apiVersion }),
    what: 'failed to migrate API version',
  };
  return editLive(live, edit, context, signal);
}

function find(desired: KubeObject, { client }: StageContext, signal: AbortSignal): Promise<KubeObject | undefined> {
  return client.find(addressOf(desired), signal);
}
