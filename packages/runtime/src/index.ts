export type {
  ControllerDefinition,
  Reconcile,
  ReconcileContext,
  ReconcileResult,
  WatchDefinition,
} from './controller/controller-definition.ts';
export { addFinalizer, type FinalizerChange, hasFinalizer, removeFinalizer } from './controller/finalizers.ts';
export { keyOf, keyText, type ObjectKey, parseKey } from './controller/object-key.ts';
export { ReconcileError, type ReconcileErrorOptions, type Retry } from './controller/reconcile-error.ts';
export {
  isReconcileTrigger,
  isSuspended,
  jitterInterval,
  requestedAt,
  requestedAtAnnotation,
} from './controller/triggers.ts';
export { EventBus } from './events/event-bus.ts';
export { createEventRecorder, type EventRecorder, type EventRecorderOptions } from './events/event-recorder.ts';
export type { EventRequest, EventSubject, FluxEvent } from './events/flux-event.ts';
export { type PostEventsOptions, postEvents } from './events/post-events.ts';
export { createLogger, type LoggerOptions } from './logs/create-logger.ts';
export { LogRing } from './logs/log-ring.ts';
export type { LogFields, Logger, LogLevel, LogRecord } from './logs/logger.ts';
export { mask, redactFields, redactText } from './logs/redact.ts';
export { createHealthHandler, type HealthCheck } from './manager/health-handler.ts';
export { type LeaderElectionOptions, LeadershipLostError } from './manager/leader-elector.ts';
export { Manager, type ManagerOptions } from './manager/manager.ts';
export { createMetrics } from './metrics/create-metrics.ts';
export type { MetricSubject, Metrics, QueueMetrics, Sample } from './metrics/metrics.ts';
export {
  type ConditionInput,
  conditionsOf,
  type FluxConditionType,
  findCondition,
  formatTime,
  isConditionTrue,
  markReconciling,
  markStalled,
  withCondition,
  withoutConditions,
} from './status/conditions.ts';
export {
  type BeforePass,
  ObjectReporter,
  type ObjectReporterOptions,
  type PassEvent,
} from './status/object-reporter.ts';
export type { CommonStatus, Outcome } from './status/outcome.ts';
export { type StatusWrite, statusOf, statusPatch, writeStatus } from './status/status-writer.ts';
