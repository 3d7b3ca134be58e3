import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { report } from '../../program/report.ts';
import { buildFolder } from './build-folder.ts';
import type { BuildLine } from './read-build-line.ts';

/** Builds as a command line asks for, without the rest of this program. Returns the exit code. */
export function runBuildLine(
  line: BuildLine,
  context: Pick<CliContext, 'terminal' | 'progress' | 'workingFolder'>,
): number {
  try {
    buildFolder(line, context);
    return 0;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return report(thrown instanceof CliError ? thrown : new CliError(message, { cause: thrown }), context);
  }
}
