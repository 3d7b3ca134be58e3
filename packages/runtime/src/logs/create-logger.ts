import { type Clock, systemClock } from '@flux19/ports';
import { type Logger as Pino, pino } from 'pino';
import type { LogRing } from './log-ring.ts';
import type { LogFields, Logger, LogLevel, LogRecord } from './logger.ts';
import { redactFields, redactText } from './redact.ts';

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Takes whole lines, each with its line feed. */
  readonly write: (line: string) => void;
  readonly clock?: Clock;
  /** Also keeps the lines here. */
  readonly ring?: LogRing;
}

/** Makes a logger that writes JSON lines. */
export function createLogger(options: LoggerOptions): Logger {
  const settings = {
    level: options.level,
    base: null,
    messageKey: 'msg',
    // The time is a field of the record, so that ring and line say the same.
    timestamp: false,
    formatters: { level: (level: string) => ({ level }) },
  };
  return makeLogger(pino(settings, { write: options.write }), options, {});
}

function makeLogger(out: Pino, options: LoggerOptions, own: LogFields): Logger {
  const { clock = systemClock, ring } = options;
  const write = (level: LogLevel, message: string, fields: LogFields): void => {
    if (!out.isLevelEnabled(level)) return;
    const msg = redactText(message);
    const ts = new Date(clock.now()).toISOString();
    const rest = { ...own, ...redactFields(fields) };
    out[level]({ ts, ...rest }, msg);
    ring?.add({ level, ts, msg, ...rest } as LogRecord);
  };
  return {
    debug: (message, fields = {}) => write('debug', message, fields),
    info: (message, fields = {}) => write('info', message, fields),
    error: (message, thrown, fields = {}) => write('error', message, { ...fields, error: messageOf(thrown) }),
    with: (fields) => makeLogger(out, options, { ...own, ...redactFields(fields) }),
  };
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
