export type { CacheChange, CacheHealth, ChangeHandler, Unsubscribe } from './cache/cache-change.ts';
export { CacheIndex } from './cache/cache-index.ts';
export { ObjectCache, type ObjectCacheOptions } from './cache/object-cache.ts';
export { type CacheLease, SharedCaches, type SharedCachesOptions } from './cache/shared-caches.ts';
export type { ApiStatus } from './client/api-error.ts';
export { ApiError, ConnectionError, hasReason, NoMatchError, StallError } from './client/api-error.ts';
export { createKubeClient, type KubeClientOptions } from './client/create-kube-client.ts';
export type { Identity } from './client/identity.ts';
export { ImpersonationError } from './client/identity.ts';
export type {
  Applied,
  ApplyOptions,
  DeleteOptions,
  KubeClient,
  ListOptions,
  ObjectList,
  PatchOptions,
  RawRequest,
  SelectionOptions,
  WriteOptions,
} from './client/kube-client.ts';
export { PathError } from './client/paths.ts';
export { readSecret, type SecretData } from './client/read-secret.ts';
export { readClusterReference } from './clouds/cluster-reference.ts';
export { type FoundCluster, findCluster } from './clouds/find-cluster.ts';
export type { ConnectionOverrides } from './config/connection-overrides.ts';
export { type InClusterOptions, loadInClusterConfig } from './config/in-cluster.ts';
export type { KubeConnection } from './config/kube-connection.ts';
export {
  type KubeconfigFileOptions,
  type KubeconfigOptions,
  loadKubeconfig,
  parseKubeconfig,
} from './config/kubeconfig.ts';
export { ExecNotAllowedError, KubeconfigError } from './config/kubeconfig-error.ts';
export { openTokenConnection, type TokenConnectionOptions } from './config/token-connection.ts';
export {
  addressOf,
  type ObjectAddress,
  type ResourceMapping,
  type ResourceSelector,
} from './discovery/resource-mapping.ts';
export type { WatchEvent, WatchOptions } from './watch/watch-event.ts';
export { type CloudLogins, type CloudRepository, findGitLogin } from './workload/cloud-logins.ts';
export { ownAccount } from './workload/own-account.ts';
export {
  findWorkloadAccount,
  noWorkloadIdentity,
  type WorkloadIdentityRules,
  workloadIdentityObstacle,
} from './workload/workload-identity.ts';
