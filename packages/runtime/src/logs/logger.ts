/** Values beside a message. Secrets are masked before they are written. */
export type LogFields = Readonly<Record<string, unknown>>;

export type LogLevel = 'debug' | 'info' | 'error';

/** Structured logs with the keys of controller-runtime: level, ts, msg, error, and the fields. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  error(message: string, thrown: unknown, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  with(fields: LogFields): Logger;
}

/** One line as a value: what the ring of recent lines holds. Lines of a pass have the fields from `controller` on. */
export interface LogRecord {
  readonly level: LogLevel;
  /** RFC 3339 with milliseconds, UTC. */
  readonly ts: string;
  readonly msg: string;
  readonly error?: string;
  readonly controller?: string;
  readonly controllerKind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly reconcileID?: string;
  readonly [field: string]: unknown;
}
