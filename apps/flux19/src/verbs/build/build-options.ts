import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { collectList, invalidArgument } from '../../program/option-parsers.ts';

/** Flags that `build kustomization` and `diff kustomization` share. */
export interface BuildOptions extends GlobalOptions {
  readonly path?: string;
  readonly kustomizationFile?: string;
  readonly ignorePaths?: readonly string[];
  readonly strictSubstitute?: boolean;
  readonly recursive?: boolean;
  /** Folder by `Kind/namespace/name`. */
  readonly localSources?: ReadonlyMap<string, string>;
}

export function addBuildOptions(command: Command): Command {
  return command
    .option('--path <dir>', 'path to the manifests location')
    .option('--kustomization-file <file>', 'path to the Flux Kustomization YAML file')
    .option('--ignore-paths <patterns>', 'set paths to ignore in .gitignore format', collectList)
    .option(
      '--strict-substitute',
      'post build substitutions fail if a var without a default value is declared in files but is missing from the input vars',
    )
    .option('-r, --recursive', 'go on with all encountered Kustomizations')
    .option(
      '--local-sources <sources>',
      'comma-separated list of repositories in format: Kind/namespace/name=path',
      collectSources,
    )
    .option(
      '--in-memory-build',
      'use in-memory filesystem during build; always so here: nothing is written to the disk',
    );
}

function collectSources(text: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const sources = new Map(before);
  for (const pair of collectList(text, undefined)) {
    const [, source, folder] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    if (source === undefined || folder === undefined) {
      throw invalidArgument('local-sources', text, `${pair} must be formatted as key=value`);
    }
    sources.set(source, folder);
  }
  return sources;
}

/** The folder of `--path`. Throws CliError when it is none. */
export function folderOf(path: string | undefined, { workingFolder }: CliContext, exitCode?: number): string {
  const folder = resolve(workingFolder, path ?? '');
  if (path === undefined || path === '' || statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new CliError(`invalid resource path "${path === undefined || path === '' ? '' : path}"`, {
      ...(exitCode === undefined ? {} : { exitCode }),
      hints: ['name the folder with the manifests by --path'],
    });
  }
  return folder;
}

/** The file of `--kustomization-file`, undefined without one. Throws CliError when it is none. */
export function kustomizationFileOf({ kustomizationFile }: BuildOptions, context: CliContext): string | undefined {
  if (kustomizationFile === undefined || kustomizationFile === '') return undefined;
  const file = resolve(context.workingFolder, kustomizationFile);
  if (!existsSync(file) || statSync(file).isDirectory()) {
    throw new CliError(`invalid kustomization file "${kustomizationFile}"`);
  }
  return file;
}
