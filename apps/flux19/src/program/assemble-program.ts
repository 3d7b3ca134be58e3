import { Command } from 'commander';
import { chooseNamespace, defaultNamespace } from './choose-namespace.ts';
import type { CliContext } from './cli-context.ts';
import { addGlobalOptions } from './global-options.ts';
import { verbsFor } from './verb-table.ts';
import { flux19Version } from './versions.ts';

/** The command line, or as much of it as these words need. Running it throws CommanderError for a line that makes no sense. */
export async function assembleProgram(context: CliContext, args: readonly string[] = []): Promise<Command> {
  const program = new Command('flux19');
  program.description('Command line utility for assembling Kubernetes CD pipelines the GitOps way.');
  program.version(`flux19 version ${flux19Version}`, '-v, --version', 'print the version');
  addGlobalOptions(program, defaultNamespace(context));
  for (const addVerbs of await Promise.all(verbsFor(args).map((verb) => verb.load()))) addVerbs(program, context);
  program.hook('preAction', () => chooseNamespace(program, context));
  return program;
}
