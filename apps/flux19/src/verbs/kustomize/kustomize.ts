import type { Command } from 'commander';
import type { CliContext } from '../../program/cli-context.ts';
import { type BuildFlag, type BuildFlags, buildFlags } from './build-flags.ts';
import { buildFolder } from './build-folder.ts';

/** `flux19 kustomize build DIR`: what `kustomize build DIR` prints. */
export function addKustomizeVerbs(program: Command, context: CliContext): void {
  const kustomize = program.command('kustomize').description('Build kustomizations as the kustomize program does');
  const build = kustomize
    .command('build')
    .description('Build a kustomization target from a directory')
    .argument('[dir]', 'folder with a kustomization.yaml', '.')
    .action((folder: string, flags: BuildFlags) => buildFolder({ folder, flags }, context));
  for (const flag of buildFlags) addFlag(build, flag);
}

function addFlag(command: Command, { name, letter, value, isRepeatable, fallback, description }: BuildFlag): void {
  const words = `${letter === undefined ? '' : `-${letter}, `}--${name}${value === undefined ? '' : ` <${value}>`}`;
  if (isRepeatable)
    command.option(words, description, (text: string, before: readonly string[] = []) => [...before, text]);
  else command.option(words, description, fallback);
}
