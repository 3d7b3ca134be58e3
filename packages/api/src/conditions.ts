/** Types of the conditions that Flux sets. "Negative" ones are present only while they are True. */
export const conditionTypes = {
  ready: 'Ready',
  /** Negative. */
  reconciling: 'Reconciling',
  /** Negative. */
  stalled: 'Stalled',
  healthy: 'Healthy',
  artifactInStorage: 'ArtifactInStorage',
  sourceVerified: 'SourceVerified',
  /** Negative. */
  artifactOutdated: 'ArtifactOutdated',
  /** Negative. */
  fetchFailed: 'FetchFailed',
  /** Negative. */
  includeUnavailable: 'IncludeUnavailable',
  /** Negative. */
  storageOperationFailed: 'StorageOperationFailed',
  /** Negative. */
  buildFailed: 'BuildFailed',
} as const;

/** One of the types of condition. */
export type ConditionType = (typeof conditionTypes)[keyof typeof conditionTypes];

/** Reasons of conditions and events, as Flux spells them. */
export const reasons = {
  succeeded: 'Succeeded',
  failed: 'Failed',
  progressing: 'Progressing',
  progressingWithRetry: 'ProgressingWithRetry',
  suspended: 'Suspended',
  dependencyNotReady: 'DependencyNotReady',
  accessDenied: 'AccessDenied',
  featureGateDisabled: 'FeatureGateDisabled',

  artifactFailed: 'ArtifactFailed',
  buildFailed: 'BuildFailed',
  pruneFailed: 'PruneFailed',
  healthCheckFailed: 'HealthCheckFailed',
  healthCheckCanceled: 'HealthCheckCanceled',
  reconciliationSucceeded: 'ReconciliationSucceeded',
  reconciliationFailed: 'ReconciliationFailed',
  invalidCelExpression: 'InvalidCELExpression',

  newArtifact: 'NewArtifact',
  newRevision: 'NewRevision',
  includeChange: 'IncludeChange',
  artifactUpToDate: 'ArtifactUpToDate',
  artifactVerificationFailed: 'ArtifactVerificationFailed',
  gitOperationSucceeded: 'GitOperationSucceeded',
  gitOperationFailed: 'GitOperationFailed',
  readOperationFailed: 'ReadOperationFailed',
  ociPullFailed: 'OCIArtifactPullFailed',
  ociLayerOperationFailed: 'OCIArtifactLayerOperationFailed',
  authenticationFailed: 'AuthenticationFailed',
  urlInvalid: 'URLInvalid',
  emptyGitRepository: 'EmptyGitRepository',
  verificationError: 'VerificationError',
  invalidVerificationMode: 'InvalidVerificationMode',
  invalidGitObject: 'InvalidGitObject',
  invalidTagSignature: 'InvalidTagSignature',
  invalidCommitSignature: 'InvalidCommitSignature',
  invalidProviderConfiguration: 'InvalidProviderConfiguration',
  sourceIgnoreError: 'SourceIgnoreError',
  directoryCreationFailed: 'DirectoryCreationFailed',
  statOperationFailed: 'StatOperationFailed',
  archiveOperationFailed: 'ArchiveOperationFailed',
  patchOperationFailed: 'PatchOperationFailed',
  garbageCollectionSucceeded: 'GarbageCollectionSucceeded',
  garbageCollectionFailed: 'GarbageCollectionFailed',
  notFound: 'NotFound',
  noArtifact: 'NoArtifact',
  illegalPath: 'IllegalPath',
  copyFailure: 'CopyFailure',
} as const;
