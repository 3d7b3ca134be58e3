import { createApplier } from '@flux19/apply';
import type { Command } from 'commander';
import { newsOn, newsTeller } from '../../cluster/news-teller.ts';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import { plainPaint, terminalPaint } from '../../program/paint.ts';
import { groupCommand } from '../../program/verb-groups.ts';
import { addBuildOptions, type BuildOptions, folderOf, kustomizationFileOf } from '../build/build-options.ts';
import { KustomizationBuilder } from '../build/kustomization-builder.ts';
import { diffKustomization, type KustomizationDiff } from './diff-kustomization.ts';

interface DiffFlags extends BuildOptions {
  readonly progressBar: boolean;
  readonly ignoreNotFound?: boolean;
}

/** Exit code of a comparison that could not be made; 1 says that something differs. */
const failed = 2;

const usualWidth = 80;

/** `flux19 diff kustomization NAME`: what applying a folder of this machine would change in the cluster. */
export function addDiffVerbs(program: Command, context: CliContext): void {
  const command = groupCommand(program, 'diff', 'Diff a flux resource')
    .command('kustomization')
    .alias('ks')
    .description(
      'Build a Kustomization from local files and show by a server-side dry run what it would change. Exit status: 0 no differences, 1 differences, 2 the comparison failed',
    )
    .argument('[name]');
  addBuildOptions(command)
    .option('--progress-bar', 'tell what is being done when it takes longer than a second (default true)', true)
    .option('--no-progress-bar', 'tell nothing but the result')
    .option('--ignore-not-found', 'the cluster need not have the Kustomization yet; needs --kustomization-file')
    .action(async (name: string | undefined, _: unknown, self: Command) => {
      await diff(name, self.optsWithGlobals<DiffFlags>(), context);
    });
}

async function diff(name: string | undefined, options: DiffFlags, context: CliContext): Promise<void> {
  if (name === undefined) throw new CliError('kustomization name is required');
  const folder = folderOf(options.path, context, failed);
  const file = kustomizationFileOf(options, context);
  if (options.ignoreNotFound === true && file === undefined) {
    throw new CliError('kustomization file is required when assuming new kustomizations', { exitCode: failed });
  }
  const result = await compare({ name, namespace: options.namespace, file, folder }, options, context);
  context.terminal.out(result.text);
  if (result.failures.length > 0) throw failureOf(result.failures);
  if (result.hasChanges) {
    throw new CliError('identified at least one change, exiting with non-zero exit code', {
      isWarning: true,
      hints: result.advice,
    });
  }
}

async function compare(
  target: Parameters<typeof diffKustomization>[0],
  options: DiffFlags,
  context: CliContext,
): Promise<KustomizationDiff> {
  const { terminal, clock } = context;
  const client = context.connect(options);
  const tell = newsOn(terminal);
  const teller = newsTeller(clock, (news) => options.progressBar && tell(news));
  const builder = new KustomizationBuilder({
    client,
    ignorePaths: options.ignorePaths ?? [],
    isStrict: options.strictSubstitute === true,
    localSources: options.localSources ?? new Map(),
    isMissingAllowed: options.ignoreNotFound === true,
    workingFolder: context.workingFolder,
  });
  const paint = terminal.hasColors === true ? terminalPaint : plainPaint;
  // Terminals that do not know their width say 0.
  const style = { paint, width: terminal.columns || usualWidth };
  const applier = createApplier({ client, clock });
  const scene = { builder, applier, style, isRecursive: options.recursive === true, tell: teller.note };
  try {
    return await diffKustomization(target, scene, deadline(context, options));
  } catch (thrown) {
    if (!(thrown instanceof CliError)) throw thrown;
    throw new CliError(thrown.message, { cause: thrown, hints: thrown.hints, exitCode: failed });
  } finally {
    teller.end();
  }
}

/** Several failures as Go joins them. */
function failureOf(failures: readonly Error[]): CliError {
  const messages = [...new Set(failures.map(({ message }) => message))];
  const message = messages.length === 1 ? (messages[0] ?? '') : `[${messages.join(', ')}]`;
  return new CliError(message, { exitCode: failed, cause: failures[0] });
}
