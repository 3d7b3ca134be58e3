/** Why an expression failed: text that is no CEL, a type that does not fit, a failure while evaluating, or too much work. */
export type CelFailure = 'syntax' | 'type' | 'runtime' | 'cost';

/** A failure to compile or to evaluate an expression. */
export class CelError extends Error {
  override readonly name = 'CelError';
  readonly failure: CelFailure;

  constructor(failure: CelFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}
