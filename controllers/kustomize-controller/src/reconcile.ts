import { type Kustomization, reasons } from '@flux19/api';
import { createHealthEvaluator, type HealthEvaluator, HealthExpressionError } from '@flux19/apply';
import { ArtifactError } from '@flux19/artifacts';
import { formatGoDuration } from '@flux19/expressions';
import { isSuspended, jitterInterval, type Logger, ReconcileError, type ReconcileResult } from '@flux19/runtime';
import { buildManifests } from './build/build-manifests.ts';
import { isHealthWait } from './check-health.ts';
import { Redactor } from './decrypt/redactor.ts';
import { type Gate, planGate } from './gate.ts';
import { attemptOf, type Pass, PassFailure, type Surroundings } from './pass.ts';
import { progressMessage } from './progress-message.ts';
import { Reporter } from './report.ts';
import { sync } from './sync.ts';
import { targetOf } from './target/target-of.ts';
import { intervalOf, retryIntervalOf } from './timing.ts';
import { wakeOnDeletion } from './wake-on-deletion.ts';

/** One pass over a Kustomization: observe, plan, carry out, record. Failures that concern the object end in its status. */
export async function reconcileKustomization(
  kustomization: Kustomization,
  around: Surroundings,
  log: Logger,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  if (isSuspended(kustomization)) {
    log.info('Reconciliation is suspended for this object');
    return {};
  }
  const { clock, settings, client, recorder } = around;
  const reporter = new Reporter(kustomization, { client, recorder, now: () => clock.now() });
  let evaluate: HealthEvaluator;
  try {
    evaluate = createHealthEvaluator(kustomization.spec.healthCheckExprs ?? []);
  } catch (thrown) {
    if (!(thrown instanceof HealthExpressionError)) throw thrown;
    const message = `Reconciliation failed terminally due to configuration error: ${thrown.message}`;
    return stop({ kind: 'stalled', reason: reasons.invalidCelExpression, message }, reporter, log, signal);
  }
  const gate = planGate(around.observe(kustomization), settings);
  if (gate.kind !== 'open') return stop(gate, reporter, log, signal);
  const redactor = new Redactor();
  const startedMs = clock.now();
  const pass: Pass = { ...around, reporter, evaluate, log, redactor, artifact: gate.artifact, startedMs };
  try {
    return await carryOut(pass, signal);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return fail(pass, thrown, signal);
  }
}

async function carryOut(pass: Pass, signal: AbortSignal): Promise<ReconcileResult> {
  const { kustomization } = pass.reporter;
  tellCanceledWait(pass);
  const target = await targetOf(kustomization, pass, signal);
  const built = await buildManifests(kustomization, pass, signal);
  const end = await sync({ ...pass, built, target }, signal);
  if (end.kind === 'waiting') return { wakeOn: end.wakeOn, requeueAfterMs: end.afterMs };
  pass.waits.end(kustomization.metadata.uid ?? '');
  const intervalMs = intervalOf(kustomization.spec);
  const requeueAfterMs = jitterInterval(intervalMs, pass.random, pass.settings.intervalJitterPercent);
  if (!end.isUnchanged) {
    const durationMs = pass.clock.now() - pass.startedMs;
    await pass.reporter.status({ ...end, kind: 'ready' }, signal);
    pass.reporter.finished(end.attempt, durationMs);
    const message = `Reconciliation finished in ${formatGoDuration(durationMs)}, next run in ${formatGoDuration(intervalMs)}`;
    pass.log.info(message, { revision: end.attempt.revision });
  }
  const uid = kustomization.metadata.uid ?? '';
  const wakeOn = await wakeOnDeletion({ ...pass, live: target.live, uid, changes: end.changes }, signal);
  return { requeueAfterMs, wakeOn };
}

/** A new revision takes over from health checks of the one before. */
function tellCanceledWait({ reporter, waits, artifact, log, ...pass }: Pass): void {
  const { metadata, spec } = reporter.kustomization;
  const work = waits.workOf(metadata.uid ?? '');
  if (work === undefined || !isHealthWait(work) || isHealthWait(work, artifact)) return;
  const { kind, namespace = metadata.namespace, name } = spec.sourceRef;
  const message = `Health checks canceled due to new reconciliation triggered by ${kind}/${namespace}/${name}`;
  log.info('New reconciliation triggered, canceling health checks', { trigger: `${kind}/${namespace}/${name}` });
  reporter.event('Normal', message, attemptOf({ ...pass, artifact }), { reason: reasons.healthCheckCanceled });
}

async function stop(
  gate: Exclude<Gate, { kind: 'open' }>,
  reporter: Reporter,
  log: Logger,
  signal: AbortSignal,
): Promise<ReconcileResult> {
  const { reason, message } = gate;
  if (gate.kind === 'stalled') {
    await reporter.status({ kind: 'stalled', reason, message }, signal);
    reporter.event('Warning', message);
    log.error('Reconciliation stalled', message);
    return {};
  }
  await reporter.status({ kind: 'failed', reason, message, attempt: undefined }, signal);
  if (gate.event !== undefined) reporter.event('Normal', gate.event);
  log.info(gate.event ?? message);
  return { requeueAfterMs: gate.afterMs };
}

async function fail(pass: Pass, thrown: unknown, signal: AbortSignal): Promise<ReconcileResult> {
  const { reporter, settings, waits, log } = pass;
  const { metadata, spec } = reporter.kustomization;
  waits.end(metadata.uid ?? '');
  if (thrown instanceof ArtifactError && thrown.reason === 'NotFound') {
    const message = `Source is not ready, artifact not found, retrying in ${formatGoDuration(settings.requeueDependencyMs)}`;
    await reporter.status({ kind: 'failed', reason: reasons.artifactFailed, message, attempt: undefined }, signal);
    return { requeueAfterMs: settings.requeueDependencyMs };
  }
  const failure = ReconcileError.from(thrown, thrown instanceof ArtifactError ? reasons.artifactFailed : undefined);
  const { reason } = failure;
  const message = pass.redactor.clean(failure.message);
  const attempt = (failure instanceof PassFailure ? failure.attempt : undefined) ?? attemptOf(pass);
  const health = failure instanceof PassFailure ? failure.health : undefined;
  await reporter.status(
    {
      kind: 'failed',
      reason,
      message,
      attempt,
      progress: progressMessage(reason, attempt.revision, spec),
      ...(health === undefined ? {} : { health }),
    },
    signal,
  );
  reporter.event('Warning', message, attempt);
  const retryMs = retryIntervalOf(spec);
  const elapsed = formatGoDuration(pass.clock.now() - pass.startedMs);
  log.error(`Reconciliation failed after ${elapsed}, next try in ${formatGoDuration(retryMs)}`, message, {
    revision: attempt.revision,
  });
  return { requeueAfterMs: retryMs };
}
