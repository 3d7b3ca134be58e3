import type { KubeClient } from '@flux19/kube';
import { type Command, CommanderError } from 'commander';
import { assembleProgram } from './assemble-program.ts';
import { normalizeBooleanFlags } from './boolean-flags.ts';
import type { CliContext } from './cli-context.ts';
import { usageError } from './commander-texts.ts';
import type { GlobalOptions } from './global-options.ts';
import { patientClient } from './patient-client.ts';
import { report } from './report.ts';

/** Exit code of a command that Ctrl-C ended, as shells have it. */
const interrupted = 130;

/** The longest that Node's timers take. */
const longestIntervalMs = 2 ** 31 - 1;

/** Runs one command line and returns the exit code. Prints a failure as flux does, and what helps below it; never throws. */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  let server: string | undefined;
  const connect: CliContext['connect'] = (options, more): KubeClient => {
    const client = context.connect(options, more);
    server = client.server;
    if (context.terminal.isWatched !== true) return client;
    return patientClient(client, context.clock, () => context.progress.waiting(`waiting for ${client.server}`));
  };
  const watched: CliContext = { ...context, connect };
  const program = await assembleProgram(watched, args);
  prepare(program, context);
  // Neither sleeping nor time limits keep a process alive: without this it would end while it waits to try again.
  const alive = setInterval(() => undefined, longestIntervalMs);
  try {
    await program.parseAsync(normalizeBooleanFlags(program, args), { from: 'user' });
    return 0;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
    if (context.signal.aborted) return interrupted;
    const { environment } = context;
    // What knows all about failures knows the client of clusters too, which most lines without one need not load.
    const { explainFailure } = await import('./explain-failure.ts');
    return report(explainFailure(thrown, { options: program.opts<GlobalOptions>(), environment, server }), context);
  } finally {
    clearInterval(alive);
  }
}

/** Makes the parser throw in flux's words instead of printing and exiting by itself. */
function prepare(command: Command, context: CliContext): void {
  command.exitOverride((error) => {
    // Flux: a command that only groups others prints its help and is content.
    if (error.code === 'commander.help') throw new CommanderError(0, error.code, error.message);
    throw error.exitCode === 0 ? error : usageError(error, command);
  });
  command.showSuggestionAfterError(true);
  command.configureOutput({
    writeOut: (text) => context.terminal.out(text),
    writeErr: (text) => {
      // Help that was not asked for; errors are thrown, and printed once.
      if (text.startsWith('Usage:')) context.terminal.out(text);
    },
    outputError: () => undefined,
  });
  for (const child of command.commands) prepare(child, context);
}
