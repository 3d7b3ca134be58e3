import { conditionTypes, type Kustomization, type KustomizationStatus, reasons } from '@flux19/api';
import type { Condition } from '@flux19/objects';
import { type ConditionInput, requestedAt, withCondition, withoutConditions } from '@flux19/runtime';
import { withRun } from './history.ts';
import type { Attempt, HealthOutcome, Outcome } from './outcome.ts';

const { ready, reconciling, stalled, healthy } = conditionTypes;

type Final = Exclude<Outcome, { readonly kind: 'progressing' }>;

/** Sets one condition of a Kustomization. */
type SetCondition = (
  conditions: readonly Condition[],
  condition: Omit<ConditionInput, 'observedGeneration'>,
) => readonly Condition[];

/** The status that tells of an outcome. Pure; conditions, reasons and messages are those of the kustomize-controller. */
export function statusAfter(kustomization: Kustomization, outcome: Outcome, nowMs: number): KustomizationStatus {
  const observedGeneration = kustomization.metadata.generation ?? 0;
  const set: SetCondition = (conditions, condition) =>
    withCondition(conditions, { ...condition, observedGeneration }, nowMs);
  return outcome.kind === 'progressing' ? underWay(kustomization, outcome, set) : ended(kustomization, outcome, set);
}

function underWay(
  { status: before = {} }: Kustomization,
  { message, attempt, isCheckingHealth }: Extract<Outcome, { readonly kind: 'progressing' }>,
  set: SetCondition,
): KustomizationStatus {
  const reason = reasons.progressing;
  let conditions = withoutConditions(before.conditions ?? [], stalled);
  conditions = set(conditions, { type: ready, status: 'Unknown', reason, message: 'Reconciliation in progress' });
  conditions = set(conditions, { type: reconciling, status: 'True', reason, message });
  if (isCheckingHealth) conditions = set(conditions, { type: healthy, status: 'Unknown', reason, message });
  return { ...before, ...attempted(before, attempt), conditions: [...conditions] };
}

function ended(kustomization: Kustomization, outcome: Final, set: SetCondition): KustomizationStatus {
  const { status: before = {}, metadata } = kustomization;
  const token = requestedAt(kustomization);
  return {
    ...before,
    ...(outcome.kind === 'stalled' ? {} : attempted(before, outcome.attempt)),
    ...(outcome.kind === 'ready' ? applied(outcome.attempt) : {}),
    ...(outcome.kind === 'failed' ? {} : { observedGeneration: metadata.generation ?? 0 }),
    ...(token === undefined ? {} : { lastHandledReconcileAt: token }),
    conditions: [...finalConditions(before.conditions ?? [], outcome, set)],
  };
}

function finalConditions(before: readonly Condition[], outcome: Final, set: SetCondition): readonly Condition[] {
  const conditions = set(before, verdict(outcome));
  switch (outcome.kind) {
    case 'stalled':
      return set(withoutConditions(conditions, reconciling), { ...verdict(outcome), type: stalled, status: 'True' });
    case 'ready':
      return withHealth(withoutConditions(conditions, reconciling, stalled), outcome.health, set);
    case 'failed':
      return withHealth(withRetry(withoutConditions(conditions, stalled), outcome, set), outcome.health, set);
  }
}

function verdict(outcome: Final): Omit<ConditionInput, 'observedGeneration'> {
  if (outcome.kind !== 'ready') {
    return { type: ready, status: 'False', reason: outcome.reason, message: outcome.message };
  }
  const message = `Applied revision: ${outcome.attempt.revision}`;
  return { type: ready, status: 'True', reason: reasons.reconciliationSucceeded, message };
}

/** A failure leaves the Reconciling condition with a word that it will be tried again. */
function withRetry(
  conditions: readonly Condition[],
  { message, progress }: Extract<Outcome, { readonly kind: 'failed' }>,
  set: SetCondition,
): readonly Condition[] {
  const before = conditions.find(({ type }) => type === reconciling);
  const reason = reasons.progressingWithRetry;
  return set(conditions, {
    type: reconciling,
    status: 'True',
    reason,
    message: progress ?? before?.message ?? message,
  });
}

function withHealth(
  conditions: readonly Condition[],
  health: HealthOutcome | undefined,
  set: SetCondition,
): readonly Condition[] {
  if (health === undefined) return conditions;
  if (health.kind === 'none') return withoutConditions(conditions, healthy);
  const { message } = health;
  return health.kind === 'healthy'
    ? set(conditions, { type: healthy, status: 'True', reason: reasons.succeeded, message })
    : set(conditions, { type: healthy, status: 'False', reason: reasons.healthCheckFailed, message });
}

function attempted(before: KustomizationStatus, attempt: Attempt | undefined): Partial<KustomizationStatus> {
  if (attempt === undefined) return {};
  const { revision, inventory, run } = attempt;
  return {
    lastAttemptedRevision: revision,
    ...(inventory === undefined ? {} : { inventory: { entries: inventory.map((entry) => ({ ...entry })) } }),
    ...(run === undefined ? {} : { history: withRun(before.history ?? [], run) }),
  };
}

function applied({ revision, originRevision }: Attempt): Partial<KustomizationStatus> {
  return {
    lastAppliedRevision: revision,
    ...(originRevision === undefined ? {} : { lastAppliedOriginRevision: originRevision }),
  };
}
