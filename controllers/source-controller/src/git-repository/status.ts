import { conditionTypes, type GitRepository, type GitRepositoryStatus, reasons } from '@flux19/api';
import type { Artifact } from '@flux19/artifacts';
import type { Condition } from '@flux19/objects';
import {
  conditionsOf,
  findCondition,
  markReconciling,
  markStalled,
  requestedAt,
  withCondition,
  withoutConditions,
} from '@flux19/runtime';
import type { ObservedStorage } from '../source/observe-storage.ts';
import { type SourceError, type Stage, stages } from '../source/source-error.ts';
import { summarize } from '../source/summarize.ts';
import type { Verification } from './verify-checkout.ts';

/** How a pass ended. */
export type Outcome =
  | { readonly kind: 'unchanged'; readonly revision: string }
  | {
      readonly kind: 'stored';
      readonly artifact: Artifact;
      readonly includes: readonly Artifact[];
      readonly verification: Verification | undefined;
    }
  | { readonly kind: 'failed'; readonly error: SourceError; readonly verification: Verification | undefined };

/** All that decides about the new status. */
export interface PassReport {
  readonly object: GitRepository;
  readonly storage: ObservedStorage;
  /** The last thing that was said to be going on. */
  readonly progress: string;
  readonly outcome: Outcome;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
}

type Conditions = readonly Condition[];

/** The status after a pass. Pure. */
export function nextStatus(report: PassReport): GitRepositoryStatus {
  const { object, storage, outcome } = report;
  const generation = object.metadata.generation ?? 0;
  const { artifact: _lost, ...before } = object.status ?? {};
  const conditions = nextConditions(report, generation);
  const token = requestedAt(object);
  const isFinal = outcome.kind !== 'failed' || outcome.error.retry === 'never';
  return {
    ...before,
    ...(storage.artifact === undefined ? {} : { artifact: storage.artifact }),
    ...(outcome.kind === 'stored' ? observations(object, outcome) : {}),
    ...verificationStatus(object, outcome),
    conditions: [...conditions],
    ...(isFinal ? { observedGeneration: generation } : {}),
    ...(token === undefined ? {} : { lastHandledReconcileAt: token }),
  };
}

/** What was put into the artifact, so that a change of it is noticed. Absent fields are removed. */
function observations(
  { spec }: GitRepository,
  { artifact, includes }: Extract<Outcome, { kind: 'stored' }>,
): GitRepositoryStatus {
  return withoutUndefined({
    artifact,
    includedArtifacts: includes.length === 0 ? undefined : [...includes],
    observedIgnore: spec.ignore,
    observedInclude: spec.include === undefined ? undefined : [...spec.include],
    observedRecurseSubmodules: spec.recurseSubmodules === true ? true : undefined,
    observedSparseCheckout: spec.sparseCheckout === undefined ? undefined : [...spec.sparseCheckout],
  });
}

/** Keys with undefined remove what the status had before, since they overwrite it. */
function withoutUndefined(
  status: { [Key in keyof GitRepositoryStatus]: GitRepositoryStatus[Key] | undefined },
): GitRepositoryStatus {
  return status as GitRepositoryStatus;
}

function verificationStatus({ spec }: GitRepository, outcome: Outcome): GitRepositoryStatus {
  if (outcome.kind === 'unchanged') return {};
  if (outcome.verification !== undefined) return { sourceVerificationMode: outcome.verification.mode };
  const isDropped = spec.verify === undefined && reachedVerification(outcome);
  return isDropped ? withoutUndefined({ sourceVerificationMode: undefined }) : {};
}

function reachedVerification(outcome: Exclude<Outcome, { kind: 'unchanged' }>): boolean {
  return outcome.kind === 'stored' || isBehind(outcome.error.stage, 'verify');
}

function nextConditions(report: PassReport, generation: number): Conditions {
  const { object, storage, outcome, nowMs } = report;
  let conditions = withoutConditions(conditionsOf(object), conditionTypes.storageOperationFailed);
  if (findCondition(conditions, conditionTypes.sourceVerified)?.status === 'False') {
    conditions = withoutConditions(conditions, conditionTypes.sourceVerified);
  }
  if (storage.artifact === undefined) conditions = withoutConditions(conditions, conditionTypes.artifactInStorage);
  conditions = verifiedConditions(conditions, object, outcome, generation, nowMs);
  conditions =
    outcome.kind === 'failed'
      ? failedConditions(conditions, report, outcome.error, generation)
      : goodConditions(conditions, outcome, generation, nowMs);
  return summarize(conditions, generation, nowMs);
}

function verifiedConditions(
  conditions: Conditions,
  { spec }: GitRepository,
  outcome: Outcome,
  observedGeneration: number,
  nowMs: number,
): Conditions {
  if (outcome.kind === 'unchanged' || !reachedVerification(outcome)) return conditions;
  if (outcome.verification === undefined) {
    return spec.verify === undefined ? withoutConditions(conditions, conditionTypes.sourceVerified) : conditions;
  }
  const { message } = outcome.verification;
  const input = { type: conditionTypes.sourceVerified, status: 'True', reason: reasons.succeeded } as const;
  return withCondition(conditions, { ...input, message, observedGeneration }, nowMs);
}

function goodConditions(
  conditions: Conditions,
  outcome: Exclude<Outcome, { kind: 'failed' }>,
  observedGeneration: number,
  nowMs: number,
): Conditions {
  const revision = outcome.kind === 'unchanged' ? outcome.revision : outcome.artifact.revision;
  const left = withoutConditions(
    conditions,
    conditionTypes.fetchFailed,
    conditionTypes.includeUnavailable,
    conditionTypes.artifactOutdated,
    conditionTypes.reconciling,
    conditionTypes.stalled,
  );
  const message = `stored artifact for revision '${revision}'`;
  const input = { type: conditionTypes.artifactInStorage, status: 'True', reason: reasons.succeeded } as const;
  return withCondition(left, { ...input, message, observedGeneration }, nowMs);
}

function failedConditions(
  conditions: Conditions,
  { progress, nowMs }: PassReport,
  error: SourceError,
  observedGeneration: number,
): Conditions {
  const { reason, message } = error;
  let next = withoutConditions(conditions, ...passedConditions(error.stage));
  if (error.condition !== undefined) {
    const status = error.condition === conditionTypes.sourceVerified ? 'False' : 'True';
    next = withCondition(next, { type: error.condition, status, reason, message, observedGeneration }, nowMs);
  }
  if (error.retry === 'never') return markStalled(next, { reason, message, observedGeneration }, nowMs);
  const input = { reason: reasons.progressingWithRetry, message: progress, observedGeneration };
  return markReconciling(next, input, nowMs);
}

/** The failures that cannot be true any more once a pass has got behind the step they come from. */
function passedConditions(stage: Stage): string[] {
  const passed: string[] = [];
  if (isBehind(stage, 'includes')) passed.push(conditionTypes.includeUnavailable, conditionTypes.artifactOutdated);
  if (isBehind(stage, 'fetch')) passed.push(conditionTypes.fetchFailed);
  return passed;
}

function isBehind(stage: Stage, other: Stage): boolean {
  return stages.indexOf(stage) > stages.indexOf(other);
}
