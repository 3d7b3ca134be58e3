export type { CommonStatus, LocalObjectReference, SourceKind, SourceObject, SourceReference } from './common.ts';
export { type ConditionType, conditionTypes, reasons } from './conditions.ts';
export { fluxCustomResourceDefinitions } from './custom-resource-definitions.ts';
export type {
  GitRepository,
  GitRepositoryInclude,
  GitRepositoryReference,
  GitRepositorySpec,
  GitRepositoryStatus,
  GitVerificationMode,
} from './git-repository.ts';
export type {
  HealthCheck,
  HealthCheckExpression,
  HistoryEntry,
  IgnoreRule,
  ImageOverride,
  InventoryEntry,
  KubeConfigReference,
  Kustomization,
  KustomizationDependency,
  KustomizationSpec,
  KustomizationStatus,
  Patch,
  PatchTarget,
  SubstituteReference,
} from './kustomization.ts';
export { annotations, fieldManagers, finalizer, groups, labels, resources } from './names.ts';
export { formatGitRevision, parseRevision, type Revision, shortRevision } from './revision.ts';
