export { type Clock, systemClock } from './clock.ts';
export { eventually } from './eventually.ts';
export type { Handler } from './handler.ts';
export { ManualClock } from './manual-clock.ts';
export { DeadlineError, withDeadline } from './with-deadline.ts';
