export {
  type ConditionInput,
  conditionsOf,
  type FluxConditionType,
  findCondition,
  isConditionTrue,
  withCondition,
  withoutConditions,
} from './conditions.ts';
export type {
  ControllerDefinition,
  Reconcile,
  ReconcileContext,
  ReconcileResult,
  WatchDefinition,
} from './controller-definition.ts';
export { createLogger, type LoggerOptions } from './create-logger.ts';
export { createEventRecorder, type EventRecorder, type EventRecorderOptions } from './event-recorder.ts';
export type { EventRequest, EventSubject, FluxEvent } from './flux-event.ts';
export { LogRing } from './log-ring.ts';
export type { LogFields, Logger, LogRecord } from './logger.ts';
export { type LeaderElectionOptions, Manager, type ManagerOptions } from './manager.ts';
export { createMetrics, type Metrics, type QueueMetrics } from './metrics.ts';
export { keyOf, keyText, type ObjectKey, parseKey } from './object-key.ts';
export { ReconcileError, type ReconcileErrorOptions, type Retry } from './reconcile-error.ts';
export { type StatusWrite, statusPatch, writeStatus } from './status-writer.ts';
export { isReconcileTrigger, isSuspended, jitterInterval, requestedAt, requestedAtAnnotation } from './triggers.ts';
