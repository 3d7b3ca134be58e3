import { substitute } from '@flux19/expressions';
import type { Command } from 'commander';
import type { CliContext } from '../program/cli-context.ts';

interface EnvsubstFlags {
  readonly strict?: boolean;
}

/** `flux19 envsubst`: replaces variables of the environment in standard input, as a Kustomization replaces its own. */
export function addEnvsubstVerb(program: Command, context: CliContext): void {
  program
    .command('envsubst')
    .description('Substitute the values of environment variables in standard input, as Kustomizations do')
    .option(
      '--strict',
      'fail if a variable without a default value is declared in the input but is missing from the environment',
    )
    .action(async (flags: EnvsubstFlags) => {
      await substituteInput(flags.strict === true, context);
    });
}

async function substituteInput(strict: boolean, { input, environment, terminal }: CliContext): Promise<void> {
  if (input === undefined) return;
  // Flux: what is not strict takes a variable that is not set for an empty one.
  const lookup = (name: string): string | undefined => environment[name] ?? (strict ? undefined : '');
  for await (const line of linesOf(input)) terminal.out(`${substitute(line, lookup, { strict })}\n`);
}

/** Lines without their ends, as they come. */
async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of input) {
    const lines = `${rest}${decoder.decode(piece, { stream: true })}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  if (rest !== '') yield rest;
}
