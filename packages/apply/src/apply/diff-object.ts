import { addressOf } from '@flux19/kube';
import { type KubeObject, objectReference } from '@flux19/objects';
import { hasDrifted } from '../plan/drift.ts';
import { withoutPaths } from '../plan/ignore-rules.ts';
import { satisfiesAny } from '../plan/metadata-rules.ts';
import type { ApplyContext } from './apply-context.ts';
import { ApplyError } from './apply-error.ts';
import { dryRunFailure, isImmutableFailure } from './error-text.ts';
import { maskDifference } from './mask-secrets.ts';

/** What applying an object would do. */
export interface ObjectDiff {
  readonly action: 'created' | 'configured' | 'unchanged' | 'skipped';
  /** Given for `configured`, without managed fields and ignored fields; values of Secrets are masked. */
  readonly live?: KubeObject;
  readonly merged?: KubeObject;
}

/** Finds out by a dry run, changing nothing. Throws {@link ApplyError}. */
export async function diffObject(
  desired: KubeObject,
  { client, rules, options, ignoredPaths }: ApplyContext,
  signal: AbortSignal,
): Promise<ObjectDiff> {
  const live = await client.find(addressOf(desired), signal);
  if (satisfiesAny(desired, rules.skip) || (live !== undefined && satisfiesAny(live, rules.skip)))
    return { action: 'skipped' };
  if (live !== undefined && satisfiesAny(desired, rules.skipIfPresent)) return { action: 'skipped' };
  try {
    const { object: merged, isCreated } = await client.apply(
      desired,
      { fieldManager: options.owner.fieldManager, force: true, dryRun: true },
      signal,
    );
    if (isCreated || live === undefined) return { action: 'created' };
    const paths = ignoredPaths(merged);
    const sides = {
      live: withoutPaths(withoutManagers(live), paths),
      merged: withoutPaths(withoutManagers(merged), paths),
    };
    if (!hasDrifted(sides.live, sides.merged)) return { action: 'unchanged' };
    return { action: 'configured', ...maskDifference(sides.live, sides.merged) };
  } catch (thrown) {
    signal.throwIfAborted();
    const isForced =
      options.force === true ||
      satisfiesAny(desired, rules.force) ||
      (live !== undefined && satisfiesAny(live, rules.force));
    if (isForced && isImmutableFailure(thrown)) return { action: 'created' };
    throw new ApplyError(dryRunFailure(desired, thrown), { object: objectReference(desired), cause: thrown });
  }
}

function withoutManagers(object: KubeObject): KubeObject {
  const { managedFields, ...metadata } = object.metadata;
  void managedFields;
  return { ...object, metadata };
}
