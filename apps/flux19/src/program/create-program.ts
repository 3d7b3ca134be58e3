import { Command, CommanderError } from 'commander';
import { addCreateVerbs } from '../verbs/create.ts';
import { addDeleteVerbs } from '../verbs/delete.ts';
import { addEventsVerb } from '../verbs/events.ts';
import { addExportVerbs } from '../verbs/export.ts';
import { addGetVerbs } from '../verbs/get.ts';
import { addKustomizeVerbs } from '../verbs/kustomize.ts';
import { addReconcileVerbs } from '../verbs/reconcile.ts';
import { addResumeVerbs } from '../verbs/resume.ts';
import { addSuspendVerbs } from '../verbs/suspend.ts';
import { addSystemVerbs } from '../verbs/system.ts';
import { addTreeVerbs } from '../verbs/tree.ts';
import { addVersionVerb } from '../verbs/version.ts';
import { normalizeBooleanFlags } from './boolean-flags.ts';
import type { CliContext } from './cli-context.ts';
import { CliError } from './cli-error.ts';
import { addGlobalOptions } from './global-options.ts';
import { flux19Version } from './versions.ts';

/** The whole command line. */
export function createProgram(context: CliContext): Command {
  const program = new Command('flux19');
  program.description('Command line utility for assembling Kubernetes CD pipelines the GitOps way.');
  program.version(`flux19 version ${flux19Version}`, '-v, --version', 'print the version');
  addGlobalOptions(program, context.environment);
  addSystemVerbs(program, context);
  addKustomizeVerbs(program, context);
  addGetVerbs(program, context);
  addReconcileVerbs(program, context);
  addSuspendVerbs(program, context);
  addResumeVerbs(program, context);
  addCreateVerbs(program, context);
  addDeleteVerbs(program, context);
  addExportVerbs(program, context);
  addEventsVerb(program, context);
  addTreeVerbs(program, context);
  addVersionVerb(program, context);
  prepare(program, context);
  return program;
}

function prepare(command: Command, context: CliContext): void {
  command.exitOverride();
  command.showSuggestionAfterError(true);
  command.configureOutput({
    writeOut: (text) => context.terminal.out(text),
    // Errors are thrown and printed once, by runCli.
    writeErr: () => undefined,
  });
  for (const child of command.commands) prepare(child, context);
}

/** Runs one command line and returns the exit code. Prints a failure as flux does; never throws. */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  const program = createProgram(context);
  try {
    await program.parseAsync(normalizeBooleanFlags(program, args), { from: 'user' });
    return 0;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
    if (context.signal.aborted) return 130;
    context.progress.failure(messageOf(thrown));
    return thrown instanceof CliError ? thrown.exitCode : 1;
  }
}

/** The words that cobra would use where commander has its own. */
function messageOf(thrown: unknown): string {
  if (!(thrown instanceof CommanderError)) return thrown instanceof Error ? thrown.message : String(thrown);
  const text = thrown.message.replace(/^error: /, '');
  const [, option = ''] = /^unknown option '([^']*)'/.exec(text) ?? [];
  if (option !== '') return `unknown flag: ${option}${text.slice(text.indexOf("'", 16) + 1)}`;
  if (thrown.code === 'commander.help') return 'no command given; see the help above';
  return text;
}
