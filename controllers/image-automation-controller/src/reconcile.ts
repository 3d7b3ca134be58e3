import { type ImageUpdateAutomation, reasons } from '@flux19/api';
import { parseGoDuration } from '@flux19/expressions';
import {
  formatTime,
  isSuspended,
  jitterInterval,
  type Logger,
  ObjectReporter,
  type ObjectReporterOptions,
  ReconcileError,
  type ReconcileResult,
  requestedAt,
} from '@flux19/runtime';
import { passEvent } from './pass-event.ts';
import { observe, policiesOf } from './policies.ts';
import { planSource } from './source/plan-source.ts';
import { readRemote } from './source/read-remote.ts';
import { readSigner } from './source/read-signer.ts';
import { automationReasons, stalled } from './source/source-error.ts';
import { type AutomationEffects, type Pass, updateSource, type Work } from './update-source.ts';

const upToDate = 'repository up-to-date';

/** One pass over an ImageUpdateAutomation. Failures that concern the object end in its status. */
export async function reconcileImageUpdateAutomation(
  object: ImageUpdateAutomation,
  effects: AutomationEffects,
  options: ObjectReporterOptions,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  if (isSuspended(object)) {
    options.log.info('reconciliation is suspended for this object');
    return {};
  }
  const reporter = new ObjectReporter(object, options);
  const started = { lastAutomationRunTime: formatTime(effects.clock.now()) };
  try {
    return await carryOut(object, effects, reporter, started, options.log, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    const failure = ReconcileError.from(thrown, reasons.failed);
    const kind = failure.retry === 'never' ? 'stalled' : 'failed';
    await reporter.status({ kind, reason: failure.reason, message: failure.message }, started, signal);
    reporter.finish(passEvent({}));
    if (kind === 'stalled') return {};
    throw failure;
  }
}

async function carryOut(
  object: ImageUpdateAutomation,
  effects: AutomationEffects,
  reporter: ObjectReporter<ImageUpdateAutomation>,
  started: { readonly lastAutomationRunTime: string },
  log: Logger,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  await announce(object, reporter, started, signal);
  const policies = policiesOf(object, effects.policies);
  const plan = planSource(object, effects.repositories, effects.noCrossNamespaceRefs);
  checkStrategy(object);
  const remote = await readRemote(effects, plan.repository, signal);
  const pass: Pass = {
    object,
    effects,
    plan,
    remote,
    readSigner: (inner) => readSigner(effects, object.metadata.namespace, plan.git.commit, inner),
    policies,
    observed: observe(policies),
    log,
  };
  const work = await updateSource(pass, signal);
  await reporter.status({ kind: 'ready', message: upToDate }, { ...started, ...changesOf(pass, work) }, signal);
  const result = work.kind === 'pushed' ? { pushed: summary(pass, work) } : { isSkipped: work.kind === 'skipped' };
  reporter.finish(passEvent(result));
  const intervalMs = parseGoDuration(object.spec.interval);
  return { requeueAfterMs: jitterInterval(intervalMs, effects.random, effects.intervalJitterPercent) };
}

/** Says what goes on where somebody waits for it. */
async function announce(
  object: ImageUpdateAutomation,
  reporter: ObjectReporter<ImageUpdateAutomation>,
  started: { readonly lastAutomationRunTime: string },
  signal: AbortSignal,
): Promise<void> {
  const { generation = 0 } = object.metadata;
  const { observedGeneration = 0, lastHandledReconcileAt } = object.status ?? {};
  const isNew = generation !== observedGeneration;
  if (!isNew && requestedAt(object) === lastHandledReconcileAt) return;
  const message = isNew
    ? `processing object: new generation ${observedGeneration} -> ${generation}`
    : 'reconciliation in progress';
  await reporter.status({ kind: 'progressing', message, isDrift: false }, started, signal);
}

function checkStrategy({ spec }: ImageUpdateAutomation): void {
  if (spec.update === undefined) throw stalled(automationReasons.invalidUpdateStrategy, 'no update strategy');
  const { strategy = '' } = spec.update;
  if (strategy === 'Setters') return;
  throw stalled(automationReasons.invalidUpdateStrategy, `unsupported update strategy: ${strategy}`);
}

function changesOf({ effects, observed }: Pass, work: Work): Partial<ImageUpdateAutomation['status'] & object> {
  if (work.kind === 'skipped') return {};
  const seen = { observedPolicies: { ...observed }, observedSourceRevision: work.revision };
  if (work.kind === 'unchanged') return seen;
  return { ...seen, lastPushCommit: work.commit, lastPushTime: formatTime(effects.clock.now()) };
}

/** What was pushed, in the words of Flux. */
function summary({ plan }: Pass, { commit, message }: Extract<Work, { readonly kind: 'pushed' }>): string {
  const { refspec = '' } = plan.git.push ?? {};
  const besides = refspec === '' ? '' : ` and refspecs '${refspec}'`;
  const what = `pushed commit '${commit.slice(0, 7)}' to branch '${plan.pushBranch}'${besides}`;
  return message === '' ? what : `${what}\n${message}`;
}
