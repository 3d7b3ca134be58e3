import type { GroupVersionResource } from '@flux19/objects';

/** API groups of Flux. */
export const groups = {
  source: 'source.toolkit.fluxcd.io',
  sourceExtensions: 'source.extensions.fluxcd.io',
  kustomize: 'kustomize.toolkit.fluxcd.io',
  helm: 'helm.toolkit.fluxcd.io',
  image: 'image.toolkit.fluxcd.io',
  notification: 'notification.toolkit.fluxcd.io',
} as const;

/** The finalizer that every controller but source-watcher sets. */
export const finalizer = 'finalizers.fluxcd.io';

/** Annotations (and labels, where Flux accepts both) that people and controllers set on objects. */
export const annotations = {
  /** An opaque token; a new value asks for a reconciliation and comes back in `status.lastHandledReconcileAt`. */
  reconcileRequestedAt: 'reconcile.fluxcd.io/requestedAt',
  reconcileForceAt: 'reconcile.fluxcd.io/forceAt',
  reconcileResetAt: 'reconcile.fluxcd.io/resetAt',
  /** Entries below this prefix are copied into every event of the object. */
  eventPrefix: 'event.toolkit.fluxcd.io/',
  kustomizeSubstitute: 'kustomize.toolkit.fluxcd.io/substitute',
  kustomizeSsa: 'kustomize.toolkit.fluxcd.io/ssa',
  kustomizePrune: 'kustomize.toolkit.fluxcd.io/prune',
  kustomizeReconcile: 'kustomize.toolkit.fluxcd.io/reconcile',
  kustomizeForce: 'kustomize.toolkit.fluxcd.io/force',
  kustomizeDecrypt: 'kustomize.toolkit.fluxcd.io/decrypt',
} as const;

/** Labels that Flux sets or reads. */
export const labels = {
  kustomizeName: 'kustomize.toolkit.fluxcd.io/name',
  kustomizeNamespace: 'kustomize.toolkit.fluxcd.io/namespace',
  /** On a ConfigMap or Secret with the value `Enabled`: changes wake the objects that refer to it. */
  watch: 'reconcile.fluxcd.io/watch',
  shardKey: 'sharding.fluxcd.io/key',
  partOf: 'app.kubernetes.io/part-of',
} as const;

/** Names under which the controllers write to the API server. */
export const fieldManagers = {
  source: 'source-controller',
  kustomize: 'kustomize-controller',
  /** Status of a Kustomization, which Flux writes under a name of its own. */
  kustomizeStatus: 'gotk-kustomize-controller',
} as const;

/** Resources of the kinds that the controllers reconcile or read. */
export const resources: Readonly<Record<ResourceName, GroupVersionResource>> = {
  gitRepositories: { group: groups.source, version: 'v1', resource: 'gitrepositories' },
  ociRepositories: { group: groups.source, version: 'v1', resource: 'ocirepositories' },
  buckets: { group: groups.source, version: 'v1', resource: 'buckets' },
  externalArtifacts: { group: groups.source, version: 'v1', resource: 'externalartifacts' },
  kustomizations: { group: groups.kustomize, version: 'v1', resource: 'kustomizations' },
};

type ResourceName = 'gitRepositories' | 'ociRepositories' | 'buckets' | 'externalArtifacts' | 'kustomizations';
