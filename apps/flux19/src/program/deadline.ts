import type { CliContext } from './cli-context.ts';
import type { GlobalOptions } from './global-options.ts';

/** The time that a command has: ends with Ctrl-C, and after `--timeout`. */
export function deadline(context: CliContext, options: GlobalOptions): AbortSignal {
  return AbortSignal.any([context.signal, AbortSignal.timeout(options.timeout)]);
}

/** True for what a signal of {@link deadline} throws when the time is over. */
export function isTimeout(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'TimeoutError';
}
