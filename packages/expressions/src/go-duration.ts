/** A text that is no Go duration. The message is the one of Go's time.ParseDuration. */
export class DurationError extends Error {
  override readonly name = 'DurationError';
}

/** Reads a duration as Go's time.ParseDuration does (`1h30m`, `1.5s`, `-2ms`); milliseconds, with a fraction below 1 ms. Throws {@link DurationError}. */
export function parseGoDuration(_text: string): number {
  throw new Error('not yet');
}

/** Prints milliseconds as Go's Duration.String does: `1m0s`, `1.5ms`, `0s`. */
export function formatGoDuration(_ms: number): string {
  throw new Error('not yet');
}
