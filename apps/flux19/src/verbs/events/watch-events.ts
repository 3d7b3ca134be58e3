import type { KubeClient } from '@flux19/kube';
import { followObjects } from '../../cluster/follow-objects.ts';
import type { CliContext } from '../../program/cli-context.ts';
import { isTimeout } from '../../program/deadline.ts';
import { formatTable } from '../../program/table.ts';
import type { EventScope } from './event-scopes.ts';
import { eventHeader, eventRow } from './event-table.ts';
import type { KubeEvent } from './kube-event.ts';

export interface WatchEventsRequest {
  readonly scopes: readonly EventScope[];
  readonly isShown: (event: KubeEvent) => boolean;
  readonly withNamespace: boolean;
}

/** Prints events as they come until the time is over. Flux: that is no failure. */
export async function watchEvents(
  { scopes, isShown, withNamespace }: WatchEventsRequest,
  client: KubeClient,
  { clock, terminal }: CliContext,
  signal: AbortSignal,
): Promise<void> {
  let header = eventHeader(withNamespace);
  const follow = async (selection: EventScope): Promise<void> => {
    const resource = { apiVersion: 'v1', kind: 'Event' };
    for await (const { type, object } of followObjects({ client, clock, resource, selection }, signal)) {
      const event = object as KubeEvent;
      if (type === 'DELETED' || !isShown(event)) continue;
      terminal.out(formatTable(header, [eventRow(event, clock.now(), withNamespace)]));
      header = [];
    }
  };
  try {
    await Promise.all(scopes.map(follow));
  } catch (thrown) {
    if (!isTimeout(thrown)) throw thrown;
  }
}
