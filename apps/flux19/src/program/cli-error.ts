export interface CliErrorOptions extends ErrorOptions {
  /** 1 when absent. */
  readonly exitCode?: number;
  /** Lines that say where, why and what to do next; printed below the message. */
  readonly hints?: readonly string[];
  /** The exit code says something that is no failure. */
  readonly isWarning?: boolean;
}

/** A command that failed. `message` is flux's own text where it has one; what flux does not tell stands in `hints`. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: number;
  readonly hints: readonly string[];
  readonly isWarning: boolean;

  constructor(message: string, options: CliErrorOptions = {}) {
    super(message, options);
    this.exitCode = options.exitCode ?? 1;
    this.hints = options.hints ?? [];
    this.isWarning = options.isWarning === true;
  }
}
