export {
  type Applier,
  type ApplierOptions,
  type ApplyOutcome,
  createApplier,
  type ObjectDiff,
  type PruneOutcome,
} from './applier.ts';
export { ApplyError, type ApplyErrorOptions } from './apply-error.ts';
export { type AppliedRecord, ApplyMemory } from './apply-memory.ts';
export type { ApplyOptions, IgnoreRule, Owner } from './apply-options.ts';
export {
  type Action,
  type Change,
  type ChangeSet,
  changesBySubject,
  effectiveChanges,
  formatChanges,
  hasObject,
} from './change-set.ts';
export {
  assessHealth,
  createHealthEvaluator,
  formatHealthFailure,
  type HealthCheckExpression,
  type HealthEvaluator,
  HealthExpressionError,
  type HealthOptions,
  type HealthReport,
  jobsWithTtl,
  type ObjectHealth,
} from './health.ts';
export { type HealthLook, HealthMonitor } from './health-monitor.ts';
export { entryObject, type InventoryEntry, inventoryOf, mergeEntries, staleEntries } from './inventory.ts';
export { type FollowedObjects, LiveObjects, type LiveObjectsOptions, type VersionedReference } from './live-objects.ts';
export { type CommonMetadata, prepareObjects } from './prepare-objects.ts';
