export { BrokenConnectionError } from './broken-connection-error.ts';
export { type Clock, systemClock } from './clock.ts';
export { eventually } from './eventually.ts';
export type { Handler } from './handler.ts';
export { ManualClock } from './manual-clock.ts';
export type {
  ByteConnection,
  Connection,
  MessageConnection,
  Upgrade,
  UpgradeHandler,
} from './upgrade-handler.ts';
export { DeadlineError, withDeadline } from './with-deadline.ts';
