import type { CliContext } from './cli-context.ts';
import { CliError } from './cli-error.ts';

/** Goes on only when a person says yes. Throws CliError `aborting`, as flux. */
export async function confirmed(question: string, context: CliContext): Promise<void> {
  if (context.confirm === undefined) {
    throw new CliError('aborting', { hints: ['nobody can be asked here: confirm beforehand by --silent'] });
  }
  if (!(await context.confirm(question, context.signal))) throw new CliError('aborting');
}
