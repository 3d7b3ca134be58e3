/** An expression that can't be compiled or evaluated, in Flux's words. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}
