import { existsSync, realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { createKustomizeEngine, diskTree, KustomizeError } from '@flux19/kustomize';
import type { Command } from 'commander';
import type { CliContext } from '../program/cli-context.ts';
import { CliError } from '../program/cli-error.ts';
import { enclosingRepository } from '../program/enclosing-repository.ts';

interface BuildFlags {
  readonly loadRestrictor: string;
  readonly reorder: string;
  readonly output?: string;
}

/** `flux19 kustomize build DIR`: what `kustomize build DIR` prints. */
export function addKustomizeVerbs(program: Command, context: CliContext): void {
  const kustomize = program.command('kustomize').description('Build kustomizations as the kustomize program does');
  kustomize
    .command('build')
    .description('Build a kustomization target from a directory')
    .argument('[dir]', 'folder with a kustomization.yaml', '.')
    .option(
      '--load-restrictor <mode>',
      "LoadRestrictionsRootOnly, or LoadRestrictionsNone to let files lie outside of their kustomization's folder",
      'LoadRestrictionsRootOnly',
    )
    .option(
      '--reorder <mode>',
      'legacy or none: order of resources when the kustomization has no sortOptions',
      'legacy',
    )
    .action((dir: string, flags: BuildFlags) => build(dir, flags, context));
}

function build(dir: string, flags: BuildFlags, { terminal, progress, workingFolder }: CliContext): void {
  const folder = resolve(workingFolder, dir);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new CliError(`'${dir}' is not a folder: name one that holds a kustomization.yaml`);
  }
  const root = enclosingRepository(realpathSync(folder));
  const path = `/${relative(root, realpathSync(folder)).split(sep).join('/')}`;
  const isUnrestricted = flags.loadRestrictor === 'LoadRestrictionsNone';
  const engine = createKustomizeEngine({ files: diskTree(root), loadRestrictions: isUnrestricted ? 'none' : 'root' });
  try {
    const result = engine.build(path === '/' ? '/' : path, { reorder: flags.reorder === 'none' ? 'none' : 'legacy' });
    for (const warning of result.warnings) progress.warning(warning);
    terminal.out(result.toYaml());
  } catch (cause) {
    if (!(cause instanceof KustomizeError)) throw cause;
    const place = cause.place === '' || cause.message.includes(cause.place) ? '' : `\n  at ${cause.place}`;
    throw new CliError(`${cause.message}${place}`, { cause });
  }
}
