export { nodeName } from './bootstrap/system-objects.ts';
export type { LoadBalancerAddresses } from './network/load-balancer-addresses.ts';
export { type Cluster, type ClusterOptions, startCluster } from './start-cluster.ts';
export { SqliteStorage, StorageError } from './storage/sqlite-storage.ts';
export { simulateAnnotation } from './workloads/simulate-annotation.ts';
