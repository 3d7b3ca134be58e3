import { ConnectionError, type KubeClient, NoMatchError } from '@flux19/kube';
import type { FluxKind } from '../../kinds/flux-kind.ts';
import { shownKinds } from '../../kinds/flux-kinds.ts';
import type { CliContext } from '../../program/cli-context.ts';
import { deadline } from '../../program/deadline.ts';
import { formatTable } from '../../program/table.ts';
import { type GetOptions, selection } from './get-options.ts';
import { header, row } from './get-table.ts';
import { parseStatusSelector, type StatusSelector } from './status-selector.ts';

/** Prints a table for each kind of a group (`sources`, `images`, or all) that has objects. A kind that cannot be read does not hide the others. */
export async function getAll(group: string | undefined, options: GetOptions, context: CliContext): Promise<void> {
  const selector = parseStatusSelector(options.statusSelector);
  const client = context.connect(options);
  const signal = deadline(context, options);
  let missing = 0;
  const kinds = shownKinds.filter((kind) => group === undefined || kind.getWords[0] === group);
  for (const kind of kinds) {
    try {
      const table = await tableOf(kind, client, selector, options, signal);
      if (table !== '') context.terminal.out(`${table}\n`);
    } catch (thrown) {
      if (thrown instanceof ConnectionError || signal.aborted || !(thrown instanceof Error)) throw thrown;
      // A cluster need not have every kind.
      if (thrown instanceof NoMatchError) missing++;
      else context.progress.failure(thrown.message);
    }
  }
  if (missing === kinds.length) context.progress.warning(`the cluster at ${client.server} has no Flux`);
}

async function tableOf(
  kind: FluxKind,
  client: KubeClient,
  selector: StatusSelector,
  options: GetOptions,
  signal: AbortSignal,
): Promise<string> {
  const { items } = await client.list(kind, selection(undefined, options), signal);
  const objects = items.filter((object) => selector.matches(kind, object));
  if (objects.length === 0) return '';
  return formatTable(
    header(kind, options),
    objects.map((object) => row(kind, object, options, true)),
  );
}
