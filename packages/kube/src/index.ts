export type { ApiStatus } from './api-error.ts';
export { ApiError, ConnectionError, hasReason, NoMatchError, StallError } from './api-error.ts';
export type { CacheChange, CacheHealth, ChangeHandler, Unsubscribe } from './cache-change.ts';
export { createKubeClient, type KubeClientOptions } from './create-kube-client.ts';
export type { Identity } from './identity.ts';
export { ImpersonationError } from './identity.ts';
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
} from './kube-client.ts';
export type { KubeConnection, KubeconfigOptions } from './kubeconfig.ts';
export {
  ExecNotAllowedError,
  KubeconfigError,
  loadInClusterConfig,
  loadKubeconfig,
  parseKubeconfig,
} from './kubeconfig.ts';
export { ObjectCache, type ObjectCacheOptions } from './object-cache.ts';
export { addressOf, type ObjectAddress, type ResourceMapping, type ResourceSelector } from './resource-mapping.ts';
export { type CacheLease, SharedCaches, type SharedCachesOptions } from './shared-caches.ts';
export type { WatchEvent, WatchOptions } from './watch-event.ts';
