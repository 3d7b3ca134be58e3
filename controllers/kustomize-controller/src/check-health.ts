import { reasons } from '@flux19/api';
import {
  type ChangeSet,
  formatHealthFailure,
  HealthMonitor,
  jobsWithTtl,
  type VersionedReference,
} from '@flux19/apply';
import { formatGoDuration } from '@flux19/expressions';
import type { Unsubscribe } from '@flux19/kube';
import { type KubeObject, objectReference, parseApiVersion } from '@flux19/objects';
import { conditionsOf, isConditionTrue } from '@flux19/runtime';
import { healthTargets } from './health-targets.ts';
import type { HealthOutcome } from './outcome.ts';
import { attemptOf, PassFailure } from './pass.ts';
import { runOf, type SyncEnd, type SyncPass } from './sync-pass.ts';
import { timeoutOf } from './timing.ts';

/** Some objects are not healthy yet: come back when one of them changes, or when the time is over. */
export interface HealthWait {
  readonly kind: 'waiting';
  readonly message: string;
  readonly afterMs: number;
  readonly wakeOn: (wake: () => void) => Unsubscribe;
}

/** Flux gives a stage of definitions one minute to become ready. */
const stageTimeoutMs = 60_000;

/**
 * Looks at the health of what a Kustomization cares for, without waiting. Throws {@link PassFailure} (HealthCheckFailed) when an
 * object has failed or the time is over.
 */
export async function checkHealth(
  changes: ChangeSet,
  pass: SyncPass,
  signal: AbortSignal,
): Promise<HealthOutcome | HealthWait> {
  const { reporter, clock, settings, evaluate, target } = pass;
  const { kustomization } = reporter;
  const targets = healthTargets(kustomization, changes);
  if (targets.length === 0) return { kind: 'none' };
  const timeoutMs = timeoutOf(kustomization.spec);
  const sinceMs = beginWait(pass, 'health');
  const options = { evaluate, failFast: settings.failFast, jobsWithTtl: jobsWithTtl(pass.built.objects) };
  const look = await new HealthMonitor(target.live).look(targets, options, signal);
  const elapsedMs = clock.now() - sinceMs;
  if (look.report.kind === 'healthy') return healthy(pass, elapsedMs);
  if (look.report.kind === 'progressing' && elapsedMs < timeoutMs) {
    const message = `Running health checks for revision ${pass.artifact.revision} with a timeout of ${formatGoDuration(timeoutMs)}`;
    return { kind: 'waiting', message, afterMs: timeoutMs - elapsedMs, wakeOn: (wake) => look.wakeOn(wake) };
  }
  const why = formatHealthFailure(look.report, look.report.kind === 'progressing');
  throw new PassFailure(reasons.healthCheckFailed, `health check failed after ${formatGoDuration(elapsedMs)}: ${why}`, {
    attempt: { ...attemptOf(pass), run: runOf(pass, reasons.healthCheckFailed) },
    health: { kind: 'failed', message: why },
  });
}

function healthy(pass: SyncPass, elapsedMs: number): HealthOutcome {
  const { reporter, artifact } = pass;
  const { kustomization } = reporter;
  const message = `Health check passed in ${formatGoDuration(elapsedMs)}`;
  const wasHealthy = isConditionTrue(conditionsOf(kustomization), 'Healthy');
  const isNew = kustomization.status?.lastAppliedRevision !== artifact.revision;
  if (!wasHealthy || isNew) reporter.event('Normal', message, attemptOf(pass));
  return { kind: 'healthy', message };
}

/** Waits for the objects of a stage, without which those of the next cannot be applied. */
export async function waitForStage(
  objects: readonly KubeObject[],
  pass: SyncPass,
  signal: AbortSignal,
): Promise<SyncEnd> {
  const { clock, evaluate, target } = pass;
  const targets = objects.map((object): VersionedReference => {
    return { ...objectReference(object), version: parseApiVersion(object.apiVersion).version };
  });
  const elapsedMs = clock.now() - beginWait(pass, 'stage');
  const look = await new HealthMonitor(target.live).look(targets, { evaluate }, signal);
  if (elapsedMs < stageTimeoutMs && look.report.kind !== 'failed') {
    return { kind: 'waiting', wakeOn: (wake) => look.wakeOn(wake), afterMs: stageTimeoutMs - elapsedMs };
  }
  const why = formatHealthFailure(look.report, true);
  throw new PassFailure(reasons.reconciliationFailed, why, {
    attempt: { ...attemptOf(pass), run: runOf(pass, reasons.reconciliationFailed) },
  });
}

/** Another revision or another spec begins a wait of its own. */
function beginWait({ reporter, built, waits, clock, artifact }: SyncPass, stage: WaitStage): number {
  const { uid = '', generation } = reporter.kustomization.metadata;
  return waits.begin(uid, `${stage} ${artifact.digest} ${built.digest} ${generation}`, clock.now());
}

type WaitStage = 'health' | 'stage';

/** Whether something waits for the health of objects, of an artifact if one is given. */
export function isHealthWait(work: string, artifact?: { readonly digest: string }): boolean {
  const [stage, digest] = work.split(' ');
  return stage === 'health' && (artifact === undefined || artifact.digest === digest);
}
