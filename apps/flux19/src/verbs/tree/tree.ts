import { printYaml } from '@flux19/yaml';
import type { Command } from 'commander';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { kustomizationTree } from './kustomization-tree.ts';
import { printTree, treeValue } from './print-tree.ts';

interface TreeFlags extends GlobalOptions {
  readonly compact?: boolean;
  readonly output?: string;
}

/** `flux19 tree kustomization NAME`: what it applied, and what the Kustomizations and releases in that applied. */
export function addTreeVerbs(program: Command, context: CliContext): void {
  program
    .command('tree')
    .description('Print the resources reconciled by Flux')
    .command('kustomization')
    .alias('ks')
    .description('Print the resource inventory of a Kustomization')
    .argument('[name]')
    .option('--compact', 'list Flux resources only')
    .option('-o, --output <format>', "the format in which the tree should be printed: 'json' or 'yaml'")
    .action(async (name: string | undefined, _: unknown, self: Command) => {
      await printKustomization(name, self.optsWithGlobals<TreeFlags>(), context);
    });
}

async function printKustomization(name: string | undefined, options: TreeFlags, context: CliContext): Promise<void> {
  if (name === undefined) throw new CliError('kustomization name is required');
  const tree = await kustomizationTree(
    { namespace: options.namespace, name, isCompact: options.compact === true },
    context.connect(options),
    deadline(context, options),
  );
  const { out } = context.terminal;
  if (options.output === 'json') out(`${JSON.stringify(treeValue(tree), undefined, 2)}\n`);
  else if (options.output === 'yaml') out(`${printYaml(treeValue(tree))}\n`);
  else out(`${printTree(tree)}\n`);
}
