import { followObjects } from '../../cluster/follow-objects.ts';
import type { FluxKind } from '../../kinds/flux-kind.ts';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline, isTimeout } from '../../program/deadline.ts';
import { formatTable } from '../../program/table.ts';
import { type GetOptions, selection } from './get-options.ts';
import { header, row } from './get-table.ts';
import type { StatusSelector } from './status-selector.ts';

export interface WatchKindRequest {
  readonly kind: FluxKind;
  readonly name: string | undefined;
  readonly selector: StatusSelector;
  readonly options: GetOptions;
}

/** Prints a row for every object, and another for each of its changes, until the time is over. */
export async function watchKind(
  { kind, name, selector, options }: WatchKindRequest,
  context: CliContext,
): Promise<void> {
  const client = context.connect(options);
  const follow = { client, clock: context.clock, resource: kind, selection: selection(name, options) };
  let title = header(kind, options);
  try {
    for await (const { object } of followObjects(follow, deadline(context, options))) {
      if (!selector.matches(kind, object)) continue;
      context.terminal.out(formatTable(title, [row(kind, object, options)]));
      title = [];
    }
  } catch (thrown) {
    if (!isTimeout(thrown)) throw thrown;
    throw new CliError('timed out waiting for the condition', { cause: thrown, hints: ['watch longer by --timeout'] });
  }
}
