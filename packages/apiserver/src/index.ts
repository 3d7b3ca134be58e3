export { type Authenticator, tokenAuthenticator } from './access/authenticator.ts';
export {
  type AccessAttributes,
  type AccessDecision,
  type AccessRules,
  type Authorizer,
  alwaysAllow,
} from './access/authorizer.ts';
export { createTokenKey } from './access/token-key.ts';
export { administrator, type UserInfo } from './access/user-info.ts';
export { podResources } from './admission/pods/pod-resources.ts';
export type { ExpressionWarning } from './admission/policies/type-checking/policy-warnings.ts';
export {
  countedResources,
  type MeasuredResource,
  type QuotaContents,
  quotaStatus,
} from './admission/resource-quota/quota-status.ts';
export type { Fault, FaultInjector, FaultRequest } from './faults/fault.ts';
export type { RequestInfo } from './http/request-info.ts';
export type {
  AdmissionPlugin,
  AdmissionRequest,
  AdmissionSubject,
} from './server/admission.ts';
export type { ApiServer, ApiServerOptions } from './server/api-server.ts';
export { createApiServer } from './server/create-api-server.ts';
export type { PathAnswer, PathExtension, PathRequest } from './server/path-extension.ts';
export type { PodLogRequest, PodLogs } from './server/pod-logs.ts';
export type {
  CommandStreams,
  ContainerProcesses,
  PodProcesses,
  PodProcessFinder,
  SwitchedConnection,
  TerminalSize,
} from './server/pod-processes.ts';
export type { WebhookAnswer, WebhookCall, WebhookClient } from './server/webhook-client.ts';
export { SnapshotError } from './snapshot/snapshot-error.ts';
export type { Storage, StorageState, StorageWrite, StoredRecord } from './store/storage.ts';
