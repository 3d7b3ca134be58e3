import { computeStatus, type KubeObject, objectReference, parseApiVersion } from '@flux19/objects';
import type { Change } from '../inventory/change-set.ts';
import type { LiveObjects } from '../live/live-objects.ts';
import { desiredDigest } from '../plan/digest.ts';
import { isCustomResourceDefinition } from '../plan/object-kinds.ts';
import type { Stage } from '../plan/plan-stages.ts';
import { type ApplyContext, memoryId, type StageContext } from './apply-context.ts';
import { ApplyError } from './apply-error.ts';
import { checkObject, type Verdict } from './check-object.ts';
import { failureText } from './error-text.ts';
import { mapLimited } from './map-limited.ts';

/** What became of a stage. */
export interface StageOutcome {
  readonly changes: readonly Change[];
  /** Objects of an awaited stage that are not Current yet. */
  readonly unready: readonly KubeObject[];
}

const defaultConcurrency = 4;

/**
 * Applies one stage: first a dry run of every object, so that one that fails keeps all from being applied; then those that differ,
 * one after the other in their order. Throws {@link ApplyError} with what was applied before it.
 */
export async function applyStage(
  stage: Stage,
  live: LiveObjects | undefined,
  context: ApplyContext,
  signal: AbortSignal,
): Promise<StageOutcome> {
  const references = stage.objects.map(versioned);
  const followed = await live?.followOwned(references, signal);
  const stageContext: StageContext = { ...context, followed };
  try {
    const concurrency = context.options.concurrency ?? defaultConcurrency;
    const verdicts = await mapLimited(stage.objects, concurrency, (object) =>
      checkObject(object, stageContext, signal),
    );
    return await carryOut(stage, verdicts, live, context, signal);
  } finally {
    followed?.release();
  }
}

async function carryOut(
  stage: Stage,
  verdicts: readonly Verdict[],
  live: LiveObjects | undefined,
  context: ApplyContext,
  signal: AbortSignal,
): Promise<StageOutcome> {
  const changes: Change[] = [];
  const unready: KubeObject[] = [];
  for (const [index, desired] of stage.objects.entries()) {
    const verdict = verdicts[index];
    if (verdict === undefined) continue;
    const current = await applyVerdict(desired, verdict, context, signal).catch((thrown: unknown) => {
      throw thrown instanceof ApplyError ? thrown.after(changes) : thrown;
    });
    changes.push({
      object: objectReference(current),
      version: parseApiVersion(desired.apiVersion).version,
      action: verdict.kind,
    });
    if (verdict.kind === 'skipped') continue;
    if (!('isSettled' in verdict)) remember(desired, current, live, context);
    if (stage.isAwaited && computeStatus(current).status !== 'Current') unready.push(current);
  }
  return { changes, unready };
}

function remember(
  desired: KubeObject,
  current: KubeObject,
  live: LiveObjects | undefined,
  { memory, options }: ApplyContext,
): void {
  live?.remember(current);
  const { version, ...reference } = versioned(desired);
  memory?.settle(memoryId(reference, version), desiredDigest(desired, options), current);
}

/** Answers the object as it is then. */
async function applyVerdict(
  desired: KubeObject,
  verdict: Verdict,
  { client, options }: ApplyContext,
  signal: AbortSignal,
): Promise<KubeObject> {
  if (!('payload' in verdict)) return verdict.object;
  try {
    const { object } = await client.apply(
      verdict.payload,
      { fieldManager: options.owner.fieldManager, force: true },
      signal,
    );
    // New kinds are served from now on, or soon.
    if (isCustomResourceDefinition(desired)) client.forgetResources();
    return object;
  } catch (thrown) {
    signal.throwIfAborted();
    throw ApplyError.about(objectReference(desired), `apply failed: ${failureText(desired, thrown)}`, thrown);
  }
}

function versioned(object: KubeObject): ReturnType<typeof objectReference> & { readonly version: string } {
  return { ...objectReference(object), version: parseApiVersion(object.apiVersion).version };
}
