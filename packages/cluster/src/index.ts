export { nodeName } from './bootstrap/system-objects.ts';
export type { ContainerState, PodRuntime, PodState, RunningContainer } from './processes/pod-runtime.ts';
export { ProcessRuntime, type ProcessRuntimeOptions, type UnpackImage } from './processes/process-runtime.ts';
export { type Cluster, type ClusterOptions, startCluster } from './start-cluster.ts';
export { SqliteStorage, StorageError } from './storage/sqlite-storage.ts';
export { simulateAnnotation } from './workloads/simulate-annotation.ts';
