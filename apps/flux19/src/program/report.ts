import type { CliContext } from './cli-context.ts';
import type { CliError } from './cli-error.ts';

/** What to print about a failure: flux's own text, then lines that say where, why and what next. */
export type Explanation = Pick<CliError, 'message' | 'hints' | 'exitCode' | 'isWarning'>;

/** Prints why a command failed, as flux does, and what helps below it. Returns the exit code. */
export function report(
  { message, hints, exitCode, isWarning }: Explanation,
  { terminal, progress }: Pick<CliContext, 'terminal' | 'progress'>,
): number {
  if (isWarning) progress.warning(message);
  else progress.failure(message);
  for (const hint of hints) terminal.err(`  ${hint}`);
  return exitCode;
}
