import { NoMatchError } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Command } from 'commander';
import type { FluxKind } from '../kinds/flux-kind.ts';
import { fluxKinds } from '../kinds/flux-kinds.ts';
import type { CliContext } from '../program/cli-context.ts';
import { CliError } from '../program/cli-error.ts';
import type { GlobalOptions } from '../program/global-options.ts';
import { formatTable } from '../program/table.ts';
import { parseStatusSelector, type StatusSelector } from './status-selector.ts';
import { groupCommand } from './verb-groups.ts';

interface GetOptions extends GlobalOptions {
  readonly allNamespaces?: boolean;
  readonly header: boolean;
  readonly watch?: boolean;
  readonly statusSelector?: string;
  readonly labelSelector?: string;
}

/** `flux19 get ...`: a table of objects of Flux. */
export function addGetVerbs(program: Command, context: CliContext): void {
  const get = program.command('get').description('Get the resources and their status');
  for (const kind of fluxKinds) addKind(get, kind, context);
  addAll(groupCommand(get, 'sources', ''), 'Get all source statuses', 'sources', context);
  addAll(groupCommand(get, 'images', ''), 'Get all image statuses', 'images', context);
  addAll(get, 'Get all resources and statuses', undefined, context);
}

function addOptions(command: Command): Command {
  return command
    .option('-A, --all-namespaces', 'list the requested object(s) across all namespaces')
    .option('--no-header', 'skip the header when printing the results')
    .option('-w, --watch', 'After listing/getting the requested object, watch for changes.')
    .option('--status-selector <selector>', 'filter by condition, e.g. ready=false or ready!=true')
    .option('-l, --label-selector <selector>', 'filter objects by label selector');
}

function addKind(get: Command, kind: FluxKind, context: CliContext): void {
  const [first, second] = kind.getWords;
  const description = `Get ${kind.kind} statuses`;
  const command =
    second === undefined
      ? get.command(first).description(description).aliases([...kind.aliases])
      : groupCommand(get, first, `Get ${first} statuses`, [first.replace(/s$/, '')]).command(second).description(description);
  addOptions(command)
    .argument('[name]')
    .action(async (name: string | undefined, _: unknown, self: Command) => {
      await getKind(kind, name, self.optsWithGlobals<GetOptions>(), context);
    });
}

function addAll(parent: Command, description: string, group: string | undefined, context: CliContext): void {
  addOptions(parent.command('all').description(description)).action(async (_: unknown, self: Command) => {
    const options = self.optsWithGlobals<GetOptions>();
    if (options.watch === true) throw new CliError('expected a single resource type, but found all');
    for (const kind of fluxKinds) {
      if (group !== undefined && kind.getWords[0] !== group) continue;
      await printAll(kind, options, context);
    }
  });
}

async function getKind(kind: FluxKind, name: string | undefined, options: GetOptions, context: CliContext): Promise<void> {
  const selector = parseStatusSelector(options.statusSelector);
  if (options.watch === true) {
    await watchKind(kind, name, options, selector, context);
    return;
  }
  const objects = await read(kind, name, options, context);
  if (objects.length === 0) throw new CliError(nothingFound(kind, name, options));
  const rows = objects.filter(selector.matches).map((object) => row(kind, object, options, false));
  context.terminal.out(formatTable(header(kind, options), rows));
}

async function printAll(kind: FluxKind, options: GetOptions, context: CliContext): Promise<void> {
  const selector = parseStatusSelector(options.statusSelector);
  try {
    const objects = (await read(kind, undefined, options, context)).filter(selector.matches);
    if (objects.length === 0) return;
    const rows = objects.map((object) => row(kind, object, options, true));
    context.terminal.out(`${formatTable(header(kind, options), rows)}\n`);
  } catch (thrown) {
    // A cluster need not have every kind.
    if (!(thrown instanceof NoMatchError)) throw thrown;
  }
}

async function read(
  kind: FluxKind,
  name: string | undefined,
  options: GetOptions,
  context: CliContext,
): Promise<readonly KubeObject[]> {
  const { apiVersion, kind: kindName } = kind;
  const { items } = await context
    .connect(options)
    .list({ apiVersion, kind: kindName }, selection(name, options), AbortSignal.any([context.signal, AbortSignal.timeout(options.timeout)]));
  return items;
}

function selection(name: string | undefined, options: GetOptions) {
  return {
    ...(options.allNamespaces === true ? {} : { namespace: options.namespace }),
    ...(options.labelSelector === undefined ? {} : { labelSelector: options.labelSelector }),
    ...(name === undefined ? {} : { fieldSelector: `metadata.name=${name}` }),
  };
}

function nothingFound(kind: FluxKind, name: string | undefined, options: GetOptions): string {
  const where = options.allNamespaces === true ? 'any' : `"${options.namespace}"`;
  if (name !== undefined) return `${kind.kind} object '${name}' not found in ${where} namespace`;
  return `no ${kind.kind} objects found in ${where} namespace`;
}

function header(kind: FluxKind, options: GetOptions): readonly string[] {
  if (!options.header) return [];
  return [...(options.allNamespaces === true ? ['Namespace'] : []), 'Name', ...kind.columns];
}

function row(kind: FluxKind, object: KubeObject, options: GetOptions, withKind: boolean): readonly string[] {
  const { name, namespace = '' } = object.metadata;
  const shown = withKind ? `${kind.kind.toLowerCase()}/${name}` : name;
  return [...(options.allNamespaces === true ? [namespace] : []), shown, ...kind.summarize(object)];
}

async function watchKind(
  kind: FluxKind,
  name: string | undefined,
  options: GetOptions,
  selector: StatusSelector,
  context: CliContext,
): Promise<void> {
  const { apiVersion, kind: kindName } = kind;
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(options.timeout)]);
  let title = header(kind, options);
  try {
    const events = context.connect(options).watch({ apiVersion, kind: kindName }, selection(name, options), signal);
    for await (const event of events) {
      if (event.type === 'BOOKMARK' || !selector.matches(event.object)) continue;
      context.terminal.out(formatTable(title, [row(kind, event.object, options, false)]));
      title = [];
    }
  } catch (thrown) {
    // Like flux, a watch ends without complaint when its time is over.
    if (!signal.aborted) throw thrown;
  }
}
