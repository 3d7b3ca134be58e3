import { printYaml } from '@flux19/yaml';
import type { Command } from 'commander';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import { groupCommand } from '../../program/verb-groups.ts';
import { addBuildOptions, type BuildOptions, folderOf, kustomizationFileOf } from './build-options.ts';
import { KustomizationBuilder } from './kustomization-builder.ts';

interface BuildFlags extends BuildOptions {
  readonly dryRun?: boolean;
}

/** `flux19 build kustomization NAME`: what the cluster would get from a folder of this machine. */
export function addBuildVerbs(program: Command, context: CliContext): void {
  const command = groupCommand(program, 'build', 'Build a flux resource')
    .command('kustomization')
    .alias('ks')
    .description('Build the manifests of a Kustomization from local files')
    .argument('[name]');
  addBuildOptions(command)
    .option('--dry-run', 'ask no cluster; variables from Secrets and ConfigMaps are skipped')
    .action(async (name: string | undefined, _: unknown, self: Command) => {
      await build(name, self.optsWithGlobals<BuildFlags>(), context);
    });
}

async function build(name: string | undefined, options: BuildFlags, context: CliContext): Promise<void> {
  if (name === undefined) throw new CliError('kustomization name is required');
  const folder = folderOf(options.path, context);
  const isDryRun = options.dryRun === true;
  if (isDryRun && (options.kustomizationFile ?? '') === '') {
    throw new CliError('dry-run mode requires a kustomization file', { hints: ['name it by --kustomization-file'] });
  }
  const file = kustomizationFileOf(options, context);
  const builder = new KustomizationBuilder({
    client: isDryRun ? undefined : context.connect(options),
    ignorePaths: options.ignorePaths ?? [],
    isStrict: options.strictSubstitute === true,
    localSources: options.localSources ?? new Map(),
    isMissingAllowed: false,
    workingFolder: context.workingFolder,
  });
  const target = { name, namespace: options.namespace, file, folder };
  const signal = deadline(context, options);
  const objects =
    options.recursive === true ? await builder.buildAll(target, signal) : (await builder.build(target, signal)).objects;
  context.terminal.out(objects.map((object) => `${printYaml(object as never)}---\n`).join(''));
}
