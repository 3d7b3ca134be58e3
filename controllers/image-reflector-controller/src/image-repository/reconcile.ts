import { type ImageRepository, reasons, type ScanResult } from '@flux19/api';
import { formatGoDuration } from '@flux19/expressions';
import { canonicalRepository, type RepositoryName } from '@flux19/oci';
import {
  formatTime,
  isSuspended,
  keyOf,
  keyText,
  ObjectReporter,
  type ObjectReporterOptions,
  ReconcileError,
  type ReconcileResult,
  requestedAt,
} from '@flux19/runtime';
import type { ReflectorEffects } from '../effects.ts';
import { passEvent } from '../pass-event.ts';
import { askRegistry } from '../registry/ask-registry.ts';
import { ImageNameError, parseImage } from '../registry/parse-image.ts';
import { toFailure } from '../registry/to-failure.ts';
import { exclusionList, planScan, type ScanPlan, scanReasons } from './plan-scan.ts';
import { latestTags, selectTags } from './select-tags.ts';

/** One pass over an ImageRepository. Failures that concern the object end in its status. */
export async function reconcileImageRepository(
  object: ImageRepository,
  effects: ReflectorEffects,
  options: ObjectReporterOptions,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  if (isSuspended(object)) {
    options.log.info('reconciliation is suspended for this object');
    return {};
  }
  const reporter = new ObjectReporter(object, options);
  const obstacle = effects.registries.accountObstacle(object, 'spec.serviceAccountName');
  if (obstacle !== undefined) return stall(reporter, reasons.featureGateDisabled, obstacle, signal);
  const name = parseName(object);
  if (typeof name === 'string') return stall(reporter, 'ImageURLInvalid', name, signal);
  try {
    return await carryOut(object, name, effects, reporter, signal);
  } catch (cause) {
    signal.throwIfAborted();
    const failure = toFailure(cause);
    const { reason, message } = failure;
    await reporter.status({ kind: 'failed', reason, message }, {}, signal);
    reporter.finish(passEvent(''));
    throw wakeable(failure, effects.pushes.wakeOn(keyText(keyOf(object)), canonicalRepository(name)));
  }
}

/** The failure, to be made up for at the next push already. */
function wakeable({ reason, message, requeueAfterMs, cause }: ReconcileError, wakeOn: WakeOn): ReconcileError {
  return new ReconcileError(reason, message, { cause, requeueAfterMs, wakeOn });
}

type WakeOn = NonNullable<ReconcileError['wakeOn']>;

/** The repository, or why it can be none. */
function parseName({ spec }: ImageRepository): RepositoryName | string {
  try {
    return parseImage(spec.image);
  } catch (thrown) {
    if (thrown instanceof ImageNameError) return thrown.message;
    throw thrown;
  }
}

async function stall(
  reporter: ObjectReporter<ImageRepository>,
  reason: string,
  message: string,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  await reporter.status({ kind: 'stalled', reason, message }, {}, signal);
  reporter.finish(passEvent(''));
  return {};
}

async function carryOut(
  object: ImageRepository,
  repository: RepositoryName,
  effects: ReflectorEffects,
  reporter: ObjectReporter<ImageRepository>,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  const { clock, database, pushes } = effects;
  const key = keyText(keyOf(object));
  const image = canonicalRepository(repository);
  pushes.follow(key, image);
  const identity = { ...keyOf(object), image };
  const nowMs = clock.now();
  const hasTags = database.tags(identity).length > 0;
  const plan = planScan({ object, image, hasTags, isPushed: pushes.take(key), nowMs });
  await announce(object, plan, reporter, signal);
  const result =
    plan.kind === 'scan' ? await scan(object, repository, image, effects, signal) : object.status?.lastScanResult;
  const { revision = '', tagCount = 0 } = result ?? {};
  const observed = {
    canonicalImageName: image,
    observedExclusionList: [...exclusionList(object)],
    ...(result === undefined ? {} : { lastScanResult: result }),
  };
  const message = `successful scan: found ${tagCount} tags with checksum ${revision}`;
  await reporter.status({ kind: 'ready', message }, observed, signal);
  reporter.finish(passEvent(closingWord(object, plan, revision)));
  return { requeueAfterMs: plan.nextMs, wakeOn: pushes.wakeOn(key, image) };
}

/** Says what goes on where somebody waits for it; scans by the clock are not worth two writes. */
async function announce(
  object: ImageRepository,
  plan: ScanPlan,
  reporter: ObjectReporter<ImageRepository>,
  signal: AbortSignal,
): Promise<void> {
  const { generation = 0 } = object.metadata;
  const { observedGeneration = 0, lastHandledReconcileAt } = object.status ?? {};
  const isAwaited = generation !== observedGeneration || requestedAt(object) !== lastHandledReconcileAt;
  const isDrift = plan.kind === 'scan' && plan.reason === scanReasons.emptyDatabase;
  if (!isAwaited && !isDrift) return;
  const message = plan.kind === 'scan' ? `scanning: ${plan.reason}` : 'reconciliation in progress';
  await reporter.status({ kind: 'progressing', message, isDrift }, {}, signal);
}

const wording = {
  access: { reason: 'AuthenticationFailed', prefix: 'failed to configure authentication options: ' },
  question: { reason: 'ReadOperationFailed', prefix: 'scan failed: ' },
} as const;

async function scan(
  object: ImageRepository,
  repository: RepositoryName,
  image: string,
  { database, ...effects }: ReflectorEffects,
  signal: AbortSignal,
): Promise<ScanResult> {
  const found = await askRegistry(
    effects,
    object,
    wording,
    (client, inner) => client.listTags(repository, inner),
    signal,
  );
  const tags = select(found, object);
  const revision = database.setTags({ ...keyOf(object), image }, tags);
  const latest = latestTags(tags);
  return {
    revision,
    tagCount: tags.length,
    scanTime: formatTime(effects.clock.now()),
    ...(latest === undefined ? {} : { latestTags: latest }),
  };
}

function select(found: readonly string[], object: ImageRepository): string[] {
  try {
    return selectTags(found, exclusionList(object));
  } catch (cause) {
    throw toFailure(cause, 'ReadOperationFailed', 'scan failed: ');
  }
}

function closingWord(object: ImageRepository, plan: ScanPlan, revision: string): string {
  const next = `next scan in ${formatGoDuration(plan.nextMs)}`;
  if (plan.kind === 'wait') return `no change in repository configuration since last scan, ${next}`;
  const isSame = object.status?.lastScanResult?.revision === revision;
  return isSame ? `tags did not change, ${next}` : `successful scan, ${next}`;
}
