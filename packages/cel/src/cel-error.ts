/**
 * Why an expression failed: text that is no CEL, a type that does not fit, a constant part that can't be computed,
 * a failure while evaluating, or too much work.
 */
export type CelFailure = 'syntax' | 'type' | 'plan' | 'runtime' | 'cost';

/** A failure to compile or to evaluate an expression. The message is cel-go's. */
export class CelError extends Error {
  override readonly name = 'CelError';
  readonly failure: CelFailure;

  constructor(failure: CelFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}
