/** Values beside a message. Secrets are masked before they are written. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Structured logs with the keys of controller-runtime: level, ts, msg, and the fields. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  error(message: string, thrown: unknown, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  with(fields: LogFields): Logger;
}

/** One line, parsed: what the ring of recent lines holds. */
export interface LogRecord {
  readonly level: 'debug' | 'info' | 'error';
  /** RFC 3339 with milliseconds, UTC. */
  readonly ts: string;
  readonly msg: string;
  readonly controller?: string;
  readonly controllerKind?: string;
  readonly object?: { readonly name: string; readonly namespace: string };
  readonly reconcileID?: string;
  readonly error?: string;
  readonly [field: string]: unknown;
}
