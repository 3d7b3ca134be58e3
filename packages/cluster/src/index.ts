export { SnapshotError } from '@flux19/apiserver';
export { ManualClock } from '@flux19/ports';
export { nodeName } from './bootstrap/system-objects.ts';
export type { Cluster } from './cluster.ts';
export type { ClusterOptions } from './cluster-options.ts';
export type { ActiveFaultRule, FaultMatch, FaultRule } from './faults/fault-rule.ts';
export { FaultSwitchboard } from './faults/fault-switchboard.ts';
export { type FaultFinding, FaultRuleError, parseFaultRules } from './faults/parse-fault-rules.ts';
export type { ContainerState, PodRuntime, PodState, RunningContainer } from './processes/pod-runtime.ts';
export { ProcessRuntime, type ProcessRuntimeOptions, type UnpackImage } from './processes/process-runtime.ts';
export {
  type ClusterSnapshot,
  parseSnapshot,
  printSnapshot,
  type SnapshotObject,
} from './snapshot/cluster-snapshot.ts';
export { startCluster } from './start-cluster.ts';
export { SqliteStorage, StorageError } from './storage/sqlite-storage.ts';
export { simulateAnnotation } from './workloads/simulate-annotation.ts';
