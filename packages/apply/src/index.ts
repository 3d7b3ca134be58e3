export type { Applier, ApplierOptions, ApplyOutcome, WaitingApplyOptions } from './apply/applier.ts';
export { ApplyError, type ApplyErrorOptions } from './apply/apply-error.ts';
export { ApplyMemory } from './apply/apply-memory.ts';
export type { ApplyOptions, IgnoreRule, Owner } from './apply/apply-options.ts';
export { createApplier } from './apply/create-applier.ts';
export type { ObjectDiff } from './apply/diff-object.ts';
export { maskDifference, maskValues } from './apply/mask-secrets.ts';
export type { PruneOutcome } from './apply/prune-objects.ts';
export { assessHealth, formatHealthFailure, jobsWithTtl, type ObservedObject } from './health/assess-health.ts';
export { createHealthEvaluator } from './health/create-health-evaluator.ts';
export { HealthExpressionError } from './health/expression-health.ts';
export { type HealthLook, HealthMonitor } from './health/health-monitor.ts';
export type {
  Health,
  HealthCheckExpression,
  HealthEvaluator,
  HealthOptions,
  HealthReport,
  ObjectHealth,
} from './health/object-health.ts';
export {
  type Action,
  type Change,
  type ChangeSet,
  changesBySubject,
  effectiveChanges,
  formatChanges,
  hasObject,
  mergeChanges,
} from './inventory/change-set.ts';
export { entryObject, type InventoryEntry, inventoryOf, mergeEntries, staleEntries } from './inventory/inventory.ts';
export {
  type FollowedObjects,
  LiveObjects,
  type LiveObjectsOptions,
  type VersionedReference,
} from './live/live-objects.ts';
export { compareObjects } from './plan/object-order.ts';
export { planStages, type Stage } from './plan/plan-stages.ts';
export { type CommonMetadata, ownerLabels, prepareObjects, withMetadata } from './plan/prepare-objects.ts';
