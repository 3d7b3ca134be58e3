export type { Alert, AlertSpec } from './alert.ts';
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
  ImagePolicy,
  ImagePolicyChoice,
  ImagePolicySpec,
  ImagePolicyStatus,
  ImageReference,
} from './image-policy.ts';
export type {
  AccessFrom,
  ImageRepository,
  ImageRepositorySpec,
  ImageRepositoryStatus,
  ScanResult,
} from './image-repository.ts';
export type {
  AutomationCommit,
  AutomationPush,
  ImageUpdateAutomation,
  ImageUpdateAutomationSpec,
  ImageUpdateAutomationStatus,
} from './image-update-automation.ts';
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
export type { CrossNamespaceObjectReference } from './notification-reference.ts';
export type {
  OciLayerSelector,
  OciRepository,
  OciRepositoryReference,
  OciRepositorySpec,
  OciRepositoryStatus,
  OciVerification,
} from './oci-repository.ts';
export type { Provider, ProviderSpec } from './provider.ts';
export type { OidcProvider, Receiver, ReceiverResource, ReceiverSpec, ReceiverStatus } from './receiver.ts';
export { formatGitRevision, parseRevision, type Revision, shortRevision } from './revision.ts';
