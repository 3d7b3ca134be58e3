import { conditionTypes, type OciRepository, type OciRepositoryStatus, reasons } from '@flux19/api';
import type { Artifact } from '@flux19/artifacts';
import type { Condition } from '@flux19/objects';
import {
  type ConditionInput,
  conditionsOf,
  findCondition,
  markReconciling,
  markStalled,
  requestedAt,
  withCondition,
  withoutConditions,
} from '@flux19/runtime';
import type { ObservedStorage } from '../source/observe-storage.ts';
import type { SourceError } from '../source/source-error.ts';
import { summarize } from '../source/summarize.ts';
import type { ObservedUpstream } from './observe.ts';

/** What became known during a pass, even if it failed later. */
export interface Findings {
  upstream: ObservedUpstream | undefined;
  isVerified: boolean;
}

/** How a pass ended. */
export type Outcome =
  | { readonly kind: 'unchanged'; readonly revision: string }
  | { readonly kind: 'stored'; readonly artifact: Artifact }
  | { readonly kind: 'failed'; readonly error: SourceError };

/** All that decides about the new status. */
export interface PassReport {
  readonly object: OciRepository;
  readonly storage: ObservedStorage;
  readonly findings: Readonly<Findings>;
  /** The last thing that was said to be going on. */
  readonly progress: string;
  readonly outcome: Outcome;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
}

type Conditions = readonly Condition[];

/** The status after a pass. Pure. */
export function nextStatus(report: PassReport): OciRepositoryStatus {
  const { object, storage, outcome } = report;
  const { artifact: _lost, url: _old, ...before } = object.status ?? {};
  const token = requestedAt(object);
  const isFinal = outcome.kind !== 'failed' || outcome.error.retry === 'never';
  const artifact = outcome.kind === 'stored' ? outcome.artifact : storage.artifact;
  return {
    ...before,
    ...(artifact === undefined ? {} : { artifact, url: artifact.url }),
    ...(outcome.kind === 'stored' ? observations(object) : {}),
    conditions: [...nextConditions(report)],
    ...(isFinal ? { observedGeneration: object.metadata.generation ?? 0 } : {}),
    ...(token === undefined ? {} : { lastHandledReconcileAt: token }),
  };
}

/** What was put into the artifact, so that a change of it is noticed. Keys with undefined remove what the status had before. */
function observations({ spec }: OciRepository): OciRepositoryStatus {
  return { observedIgnore: spec.ignore, observedLayerSelector: spec.layerSelector } as OciRepositoryStatus;
}

function nextConditions(report: PassReport): Conditions {
  const { object, storage, outcome, nowMs } = report;
  let conditions = withoutConditions(conditionsOf(object), conditionTypes.storageOperationFailed);
  if (storage.artifact === undefined) conditions = withoutConditions(conditions, conditionTypes.artifactInStorage);
  conditions = verifiedConditions(conditions, report);
  conditions =
    outcome.kind === 'failed'
      ? failedConditions(conditions, report, outcome.error)
      : goodConditions(conditions, report, outcome);
  return summarize(conditions, generationOf(report), nowMs);
}

function verifiedConditions(conditions: Conditions, report: PassReport): Conditions {
  const { object, findings } = report;
  const type = conditionTypes.sourceVerified;
  // A failed verification is done again in each pass; a good one stands until the next.
  const isStale = findCondition(conditions, type)?.status === 'False';
  const isDropped = findings.upstream !== undefined && object.spec.verify === undefined;
  const left = isStale || isDropped ? withoutConditions(conditions, type) : conditions;
  if (!findings.isVerified || findings.upstream === undefined) return left;
  const message = `verified signature of revision ${findings.upstream.revision}`;
  return set(left, report, { type, status: 'True', reason: reasons.succeeded, message });
}

function goodConditions(
  conditions: Conditions,
  report: PassReport,
  outcome: Exclude<Outcome, { kind: 'failed' }>,
): Conditions {
  const revision = outcome.kind === 'unchanged' ? outcome.revision : outcome.artifact.revision;
  const { fetchFailed, artifactOutdated, reconciling, stalled, artifactInStorage } = conditionTypes;
  const left = withoutConditions(conditions, fetchFailed, artifactOutdated, reconciling, stalled);
  const message = `stored artifact for digest '${revision}'`;
  return set(left, report, { type: artifactInStorage, status: 'True', reason: reasons.succeeded, message });
}

function failedConditions(conditions: Conditions, report: PassReport, error: SourceError): Conditions {
  const { reason, message } = error;
  let next = outdatedConditions(conditions, report);
  if (error.stage === 'archive') next = withoutConditions(next, conditionTypes.fetchFailed);
  if (error.condition !== undefined) {
    const status = error.condition === conditionTypes.sourceVerified ? 'False' : 'True';
    next = set(next, report, { type: error.condition, status, reason, message });
  }
  const observedGeneration = generationOf(report);
  if (error.retry === 'never') return markStalled(next, { reason, message, observedGeneration }, report.nowMs);
  const input = { reason: reasons.progressingWithRetry, message: report.progress, observedGeneration };
  return markReconciling(next, input, report.nowMs);
}

/** There is something newer than what is stored, which could not be had. */
function outdatedConditions(conditions: Conditions, report: PassReport): Conditions {
  const { storage, findings } = report;
  const { upstream } = findings;
  const isOutdated =
    upstream !== undefined && storage.artifact !== undefined && storage.artifact.revision !== upstream.revision;
  if (!isOutdated) return conditions;
  const { artifactOutdated: type } = conditionTypes;
  return set(conditions, report, { type, status: 'True', reason: reasons.newRevision, message: newRevision(upstream) });
}

/** What a pass says of a revision that is not stored yet. */
export function newRevision({ revision, name }: ObservedUpstream): string {
  return `new revision '${revision}' for '${name}'`;
}

function set(
  conditions: Conditions,
  report: PassReport,
  input: Omit<ConditionInput, 'observedGeneration'>,
): Conditions {
  return withCondition(conditions, { ...input, observedGeneration: generationOf(report) }, report.nowMs);
}

function generationOf({ object }: PassReport): number {
  return object.metadata.generation ?? 0;
}
