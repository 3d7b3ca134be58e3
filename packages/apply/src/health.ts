import type { KubeObject, Status } from '@flux19/objects';
import type { VersionedReference } from './live-objects.ts';

/** `spec.healthCheckExprs` of a Kustomization. */
export interface HealthCheckExpression {
  readonly apiVersion: string;
  /** Empty for every kind of the group and version. */
  readonly kind?: string | undefined;
  readonly current: string;
  readonly inProgress?: string | undefined;
  readonly failed?: string | undefined;
}

/** An expression that does not compile: the Kustomization is stalled. */
export class HealthExpressionError extends Error {
  override readonly name = 'HealthExpressionError';
}

export interface ObjectHealth {
  readonly object: VersionedReference;
  readonly status: Status;
  readonly message: string;
  /** Why the status could not be found out. */
  readonly error?: string;
}

/** Says how healthy a live object is. */
export type HealthEvaluator = (object: KubeObject) => {
  readonly status: Status;
  readonly message: string;
  readonly error?: string;
};

/** The health of a set of objects. */
export interface HealthReport {
  readonly kind: 'healthy' | 'progressing' | 'failed';
  readonly objects: readonly ObjectHealth[];
}

export interface HealthOptions {
  readonly evaluate: HealthEvaluator;
  /** Fails as soon as one object has failed instead of when all have ended. */
  readonly failFast?: boolean;
  /** Ids of Jobs with `ttlSecondsAfterFinished`: when they are gone, they have succeeded. */
  readonly jobsWithTtl?: ReadonlySet<string>;
}

/** kstatus, Flux's stricter rule for Jobs (complete, not merely started), and the expressions. Throws {@link HealthExpressionError}. */
export function createHealthEvaluator(_expressions: readonly HealthCheckExpression[]): HealthEvaluator {
  throw new Error('not written yet');
}

/** Judges live objects; undefined stands for one that does not exist. */
export function assessHealth(
  _objects: readonly { readonly object: VersionedReference; readonly live: KubeObject | undefined }[],
  _options: HealthOptions,
): HealthReport {
  throw new Error('not written yet');
}

/** Flux's text: `timeout waiting for: [...]` or `failed early due to stalled resources: [...]`. */
export function formatHealthFailure(_report: HealthReport, _isTimeout: boolean): string {
  throw new Error('not written yet');
}

/** Ids of the Jobs that go by themselves after they have ended. */
export function jobsWithTtl(_objects: readonly KubeObject[]): ReadonlySet<string> {
  throw new Error('not written yet');
}
