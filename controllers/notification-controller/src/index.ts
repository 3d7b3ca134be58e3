export type {
  Answer,
  NatsCredentials,
  NatsPublication,
  Outgoing,
  OutgoingRequest,
} from './http/outgoing-request.ts';
export {
  createNotificationController,
  type NotificationController,
  type NotificationControllerOptions,
} from './notification-controller.ts';
export { createSender } from './send/create-sender.ts';
export { SendError } from './send/send-error.ts';
export type { Route, Sender, TlsSettings } from './send/sender.ts';
export { defaultNotificationSettings, type NotificationSettings } from './settings/notification-settings.ts';
