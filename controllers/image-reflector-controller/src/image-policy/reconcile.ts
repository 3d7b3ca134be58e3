import { type ImagePolicy, type ImageRepository, reasons } from '@flux19/api';
import { formatGoDuration, parseGoDuration } from '@flux19/expressions';
import { isSuspended, ObjectReporter, type ObjectReporterOptions, type ReconcileResult } from '@flux19/runtime';
import type { ReflectorEffects } from '../effects.ts';
import { passEvent } from '../pass-event.ts';
import { ImageNameError, parseImage } from '../registry/parse-image.ts';
import { toFailure } from '../registry/to-failure.ts';
import { chooseTag } from './choose-tag.ts';
import { findRepository, type RepositoryFinder } from './find-repository.ts';
import { PolicyError } from './policy-error.ts';
import { readyMessage, reflectImage, withImage } from './reflect-digest.ts';

/** What passes over policies work with. */
export interface PolicyEffects extends Omit<ReflectorEffects, 'pushes'>, RepositoryFinder {
  readonly client: ReflectorEffects['client'];
  readonly dependencyRequeueMs: number;
}

/** The spec has to change before anything can be done. */
class Obstacle extends Error {
  readonly reason: string;

  constructor(reason: string, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.reason = reason;
  }
}

/** One pass over an ImagePolicy. Failures that concern the object end in its status. */
export async function reconcileImagePolicy(
  object: ImagePolicy,
  effects: PolicyEffects,
  options: ObjectReporterOptions,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  if (isSuspended(object)) {
    options.log.info('reconciliation is suspended for this object');
    return {};
  }
  const reporter = new ObjectReporter(object, options);
  try {
    return await carryOut(object, effects, reporter, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof Obstacle) {
      const { reason, message } = thrown;
      await reporter.status({ kind: 'stalled', reason, message }, {}, signal);
      reporter.finish(passEvent(''));
      return {};
    }
    const failure = toFailure(thrown, 'Failure');
    await reporter.status({ kind: 'failed', reason: failure.reason, message: failure.message }, {}, signal);
    reporter.finish(passEvent(''));
    throw failure;
  }
}

async function carryOut(
  object: ImagePolicy,
  effects: PolicyEffects,
  reporter: ObjectReporter<ImagePolicy>,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  const { spec, status = {} } = object;
  const isAlways = spec.digestReflectionPolicy === 'Always';
  if (isAlways && spec.interval === undefined) {
    const message = "spec.interval must be set when spec.digestReflectionPolicy is set to 'Always'";
    throw new Obstacle('IntervalNotConfigured', message);
  }
  const repository = await findRepository(object, effects, signal);
  checkRepository(repository, effects);
  const tag = latestTag(object, repository, effects);
  if (tag === undefined) return waitForTags(effects.dependencyRequeueMs, reporter, signal);
  const image = withImage(status, await reflectImage(object, repository, tag, effects, signal));
  const message = readyMessage(image);
  await reporter.status({ kind: 'ready', message }, image, signal);
  reporter.finish(passEvent(message));
  return isAlways ? { requeueAfterMs: alwaysInterval(spec.interval) } : {};
}

/** Flux: ten minutes where the interval is zero. */
function alwaysInterval(interval = '0s'): number {
  return parseGoDuration(interval) || 600_000;
}

function checkRepository(repository: ImageRepository, { registries }: PolicyEffects): void {
  try {
    parseImage(repository.spec.image);
  } catch (thrown) {
    throw obstacleOf(thrown);
  }
  const obstacle = registries.accountObstacle(repository, 'spec.serviceAccountName in the ImageRepository');
  if (obstacle !== undefined) throw new Obstacle(reasons.featureGateDisabled, obstacle);
}

/** What only a change of the spec can cure, as such; the rest unchanged. */
function obstacleOf(cause: unknown): unknown {
  if (cause instanceof ImageNameError) return new Obstacle('ImageURLInvalid', cause.message, { cause });
  return cause instanceof PolicyError ? new Obstacle('InvalidPolicy', cause.message, { cause }) : cause;
}

/** Undefined while nothing has been scanned. */
function latestTag(object: ImagePolicy, repository: ImageRepository, { database }: PolicyEffects): string | undefined {
  const { namespace = '', name } = repository.metadata;
  const tags = database.tags({ namespace, name, image: repository.status?.canonicalImageName ?? '' });
  try {
    if (tags.length > 0) return chooseTag(object.spec, tags);
    // A policy that cannot be used is reported even before there are tags.
    chooseTag(object.spec, ['0']);
  } catch (thrown) {
    if (thrown instanceof PolicyError || tags.length > 0) throw obstacleOf(thrown);
  }
  return undefined;
}

/** The watch on repositories wakes the policy as soon as there are tags; the time is a safety net. */
async function waitForTags(
  afterMs: number,
  reporter: ObjectReporter<ImagePolicy>,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  const message = `retrying in ${formatGoDuration(afterMs)} error: no tags in database`;
  await reporter.status({ kind: 'failed', reason: reasons.dependencyNotReady, message }, {}, signal);
  reporter.finish(passEvent(''));
  return { requeueAfterMs: afterMs };
}
