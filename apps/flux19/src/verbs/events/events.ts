import type { KubeClient } from '@flux19/kube';
import type { Command } from 'commander';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { collectList } from '../../program/option-parsers.ts';
import { formatTable } from '../../program/table.ts';
import { eventFilter } from './event-filter.ts';
import { type EventScope, eventScopes } from './event-scopes.ts';
import { eventHeader, eventRow } from './event-table.ts';
import { compareEvents, type KubeEvent } from './kube-event.ts';
import { watchEvents } from './watch-events.ts';

interface EventFlags extends GlobalOptions {
  readonly allNamespaces?: boolean;
  readonly watch?: boolean;
  readonly for?: string;
  readonly types?: readonly string[];
}

/** `flux19 events`: what the controllers reported about objects of Flux, oldest first. */
export function addEventsVerb(program: Command, context: CliContext): void {
  program
    .command('events')
    .description('Display Kubernetes events for Flux resources')
    .option('-A, --all-namespaces', 'display events from Flux resources across all namespaces')
    .option('-w, --watch', 'indicate if the events should be streamed')
    .option('--for <kind/name>', 'get events for a particular object')
    .option('--types <types>', 'filter events for certain types: Normal, Warning', collectList)
    .action(async (_: unknown, self: Command) => {
      await showEvents(self.optsWithGlobals<EventFlags>(), context);
    });
}

async function showEvents(options: EventFlags, context: CliContext): Promise<void> {
  const isShown = eventFilter(options.types ?? []);
  const namespace = options.allNamespaces === true ? undefined : options.namespace;
  const client = context.connect(options);
  const signal = deadline(context, options);
  const scopes = await eventScopes({ selector: options.for, namespace, home: options.namespace }, client, signal);
  const withNamespace = namespace === undefined || scopes.some((scope) => scope.namespace !== namespace);
  if (options.watch === true) {
    await watchEvents({ scopes, isShown, withNamespace }, client, context, signal);
    return;
  }
  const events = (await read(scopes, client, signal)).filter(isShown).toSorted(compareEvents);
  if (events.length === 0) {
    // Flux: nothing to show is no failure.
    context.progress.failure(
      namespace === undefined ? 'No events found.' : `No events found in ${namespace} namespace.`,
    );
    return;
  }
  const rows = events.map((event) => eventRow(event, context.clock.now(), withNamespace));
  context.terminal.out(formatTable(eventHeader(withNamespace), rows));
}

async function read(
  scopes: readonly EventScope[],
  client: KubeClient,
  signal: AbortSignal,
): Promise<readonly KubeEvent[]> {
  try {
    const lists = await Promise.all(
      scopes.map((scope) => client.list({ apiVersion: 'v1', kind: 'Event' }, scope, signal)),
    );
    return lists.flatMap(({ items }) => items as KubeEvent[]);
  } catch (cause) {
    signal.throwIfAborted();
    if (!(cause instanceof Error)) throw cause;
    throw new CliError(`error getting events: ${cause.message}`, { cause });
  }
}
