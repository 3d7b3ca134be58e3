import { script } from '@bomb.sh/tab';
import type { Command } from 'commander';
import { bashPrelude } from '../completion/bash-prelude.ts';
import { formatCompletions, suggest } from '../completion/suggest.ts';
import type { CliContext } from '../program/cli-context.ts';

const shells = ['bash', 'fish', 'powershell', 'zsh'];

/** `flux19 completion SHELL` prints what a shell has to load; `flux19 complete` is what that calls. */
export function addCompletionVerbs(program: Command, context: CliContext): void {
  const completion = program.command('completion').description('Generates completion scripts for various shells');
  for (const shell of shells) {
    completion
      .command(shell)
      .description(`Generates ${shell} completion scripts`)
      .action(() => {
        if (shell === 'bash') context.terminal.out(bashPrelude);
        script(shell, program.name(), program.name());
      });
  }
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action(async (words: readonly string[]) => {
      context.terminal.out(formatCompletions(await suggest(program, words, context)));
    });
}
