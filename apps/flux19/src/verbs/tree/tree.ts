import { printYaml } from '@flux19/yaml';
import type { Command } from 'commander';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { groupCommand } from '../../program/verb-groups.ts';
import { generatorTree } from './generator-tree.ts';
import { kustomizationTree } from './kustomization-tree.ts';
import type { ObjectTree } from './object-tree.ts';
import { printTree, treeValue } from './print-tree.ts';

interface TreeFlags extends GlobalOptions {
  readonly compact?: boolean;
  readonly output?: string;
}

/** `flux19 tree kustomization NAME`: what it applied, and what the Kustomizations and releases in that applied; `tree artifact generator NAME`. */
export function addTreeVerbs(program: Command, context: CliContext): void {
  const tree = program.command('tree').description('Print the resources reconciled by Flux');
  const kustomization = tree
    .command('kustomization')
    .alias('ks')
    .description('Print the resource inventory of a Kustomization')
    .argument('[name]')
    .option('--compact', 'list Flux resources only');
  addOutput(kustomization).action(async (name: string | undefined, _: unknown, self: Command) => {
    await printKustomization(name, self.optsWithGlobals<TreeFlags>(), context);
  });
  const generator = groupCommand(tree, 'artifact', 'Print artifact objects reconciled by Flux')
    .command('generator')
    .description('Print the inventory of an ArtifactGenerator')
    .argument('[name]');
  addOutput(generator).action(async (name: string | undefined, _: unknown, self: Command) => {
    await printGenerator(name, self.optsWithGlobals<TreeFlags>(), context);
  });
}

function addOutput(command: Command): Command {
  return command.option('-o, --output <format>', "the format in which the tree should be printed: 'json' or 'yaml'");
}

async function printKustomization(name: string | undefined, options: TreeFlags, context: CliContext): Promise<void> {
  if (name === undefined) throw new CliError('kustomization name is required');
  const request = { namespace: options.namespace, name, isCompact: options.compact === true };
  print(await kustomizationTree(request, context.connect(options), deadline(context, options)), options, context);
}

async function printGenerator(name: string | undefined, options: TreeFlags, context: CliContext): Promise<void> {
  if (name === undefined) throw new CliError('generator name is required');
  const request = { namespace: options.namespace, name };
  print(await generatorTree(request, context.connect(options), deadline(context, options)), options, context);
}

function print(tree: ObjectTree, { output }: TreeFlags, { terminal }: CliContext): void {
  if (output === 'json') terminal.out(`${JSON.stringify(treeValue(tree), undefined, 2)}\n`);
  else if (output === 'yaml') terminal.out(`${printYaml(treeValue(tree))}\n`);
  else terminal.out(`${printTree(tree)}\n`);
}
