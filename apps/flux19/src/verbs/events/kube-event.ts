import type { KubeObject } from '@flux19/objects';

/** An Event of the core API group. */
export interface KubeEvent extends KubeObject {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly count: number; readonly lastObservedTime: string };
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
}

/** Orders events by the time at which they were last seen, as kubectl does. */
export function compareEvents(a: KubeEvent, b: KubeEvent): number {
  return timeOf(a) - timeOf(b);
}

/** Milliseconds since the Unix epoch; 0 for an event without any time. */
function timeOf({ series, lastTimestamp, eventTime }: KubeEvent): number {
  const text = series?.lastObservedTime ?? lastTimestamp ?? eventTime;
  return text === undefined || text === null ? 0 : Date.parse(text);
}
