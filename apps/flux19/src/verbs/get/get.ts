import type { Command } from 'commander';
import type { FluxKind } from '../../kinds/flux-kind.ts';
import { fluxKinds } from '../../kinds/flux-kinds.ts';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import { formatTable } from '../../program/table.ts';
import { groupCommand, kindCommand } from '../../program/verb-groups.ts';
import { getAll } from './get-all.ts';
import { type GetOptions, nothingFound, selection } from './get-options.ts';
import { header, row } from './get-table.ts';
import { parseStatusSelector } from './status-selector.ts';
import { watchKind } from './watch-kind.ts';

/** `flux19 get ...`: a table of objects of Flux. */
export function addGetVerbs(program: Command, context: CliContext): void {
  const get = program
    .command('get')
    .description('Get the resources and their status')
    .option('-A, --all-namespaces', 'list the requested object(s) across all namespaces')
    .option('--no-header', 'skip the header when printing the results')
    .option('-w, --watch', 'After listing/getting the requested object, watch for changes.')
    .option('--status-selector <selector>', 'filter by condition, e.g. ready=false or ready!=true')
    .option('-l, --label-selector <selector>', 'filter objects by label selector');
  for (const kind of fluxKinds) addKind(get, kind, context);
  addAll(groupCommand(get, 'sources', ''), 'Get all source statuses', 'sources', context);
  addAll(groupCommand(get, 'images', ''), 'Get all image statuses', 'images', context);
  addAll(get, 'Get all resources and statuses', undefined, context);
}

function addKind(get: Command, kind: FluxKind, context: CliContext): void {
  const command = kindCommand(get, kind, 'Get statuses of', kind.getWords).argument('[name]');
  // Flux: charts have a source as well, but no column for it.
  if (kind.kind === 'Kustomization' || kind.kind === 'HelmRelease') {
    command.option('--show-source', `show the source reference for each ${kind.humanKind}`);
  }
  command.action(async (name: string | undefined, _: unknown, self: Command) => {
    await getKind(kind, name, self.optsWithGlobals<GetOptions>(), context);
  });
}

function addAll(parent: Command, description: string, group: string | undefined, context: CliContext): void {
  parent
    .command('all')
    .description(description)
    .action(async (_: unknown, self: Command) => {
      const options = self.optsWithGlobals<GetOptions>();
      if (options.watch === true) throw new CliError('expected a single resource type, but found all');
      await getAll(group, options, context);
    });
}

async function getKind(
  kind: FluxKind,
  name: string | undefined,
  options: GetOptions,
  context: CliContext,
): Promise<void> {
  const selector = parseStatusSelector(options.statusSelector);
  if (options.watch === true) {
    await watchKind({ kind, name, selector, options }, context);
    return;
  }
  const { items } = await context.connect(options).list(kind, selection(name, options), deadline(context, options));
  if (items.length === 0) throw new CliError(nothingFound(kind, name, options));
  const rows = items.filter((object) => selector.matches(kind, object)).map((object) => row(kind, object, options));
  context.terminal.out(formatTable(header(kind, options), rows));
}
