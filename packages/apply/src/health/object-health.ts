import type { KubeObject, Status } from '@flux19/objects';
import type { VersionedReference } from '../live/live-objects.ts';

/** `spec.healthCheckExprs` of a Kustomization. */
export interface HealthCheckExpression {
  readonly apiVersion: string;
  /** Empty for every kind of the group. */
  readonly kind?: string | undefined;
  readonly current: string;
  readonly inProgress?: string | undefined;
  readonly failed?: string | undefined;
}

export interface Health {
  readonly status: Status;
  readonly message: string;
  /** Why the status could not be found out. */
  readonly error?: string;
}

export interface ObjectHealth extends Health {
  readonly object: VersionedReference;
}

/** Says how healthy a live object is. */
export type HealthEvaluator = (object: KubeObject) => Health;

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
