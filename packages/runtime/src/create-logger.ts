import type { Clock } from '@flux19/ports';
import type { LogRing } from './log-ring.ts';
import type { Logger } from './logger.ts';

export interface LoggerOptions {
  readonly level: 'debug' | 'info' | 'error';
  /** Takes whole lines, each with its line feed. */
  readonly write: (line: string) => void;
  readonly clock?: Clock;
  /** Also keeps the lines here. */
  readonly ring?: LogRing;
}

/** Makes a logger that writes JSON lines. */
export function createLogger(_options: LoggerOptions): Logger {
  throw new Error('not written yet');
}
