import { humanDuration } from '../../program/human-duration.ts';
import type { KubeEvent } from './kube-event.ts';

export function eventHeader(withNamespace: boolean): readonly string[] {
  return [...(withNamespace ? ['Namespace'] : []), 'Last seen', 'Type', 'Reason', 'Object', 'Message'];
}

/** The cells of an event. `now` in milliseconds since the Unix epoch. */
export function eventRow(event: KubeEvent, now: number, withNamespace: boolean): readonly string[] {
  const { type = '', reason = '', message = '', involvedObject } = event;
  return [
    ...(withNamespace ? [event.metadata.namespace ?? ''] : []),
    lastSeen(event, now),
    type,
    reason,
    `${involvedObject?.kind ?? ''}/${involvedObject?.name ?? ''}`,
    message,
  ];
}

/** `2m` for what happened once, `2m (x3 over 10m)` for what came again. */
function lastSeen({ eventTime, firstTimestamp, lastTimestamp, series, count = 0 }: KubeEvent, now: number): string {
  const first = age(eventTime ?? firstTimestamp, now);
  if (series !== undefined) return `${age(series.lastObservedTime, now)} (x${series.count} over ${first})`;
  if (count > 1) return `${age(lastTimestamp, now)} (x${count} over ${first})`;
  return first;
}

function age(time: string | null | undefined, now: number): string {
  return time === undefined || time === null ? '<unknown>' : humanDuration(now - Date.parse(time));
}
