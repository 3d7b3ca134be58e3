import type { EventRequest } from './flux-event.ts';

/** What becomes of an event: written, added to the count of an earlier one, or dropped because its object makes too many. */
export type Correlation =
  | { readonly kind: 'create'; readonly message: string; readonly series: EventSeries }
  | { readonly kind: 'count'; readonly message: string; readonly series: EventSeries }
  | { readonly kind: 'drop' };

/** Equal events, told as one with a count. */
export interface EventSeries {
  count: number;
  readonly firstAtMs: number;
  /** Name and namespace of the Event object, once it was written. */
  written: { readonly name: string; readonly namespace: string } | undefined;
}

interface SimilarEvents {
  readonly messages: Set<string>;
  lastAtMs: number;
}

interface Allowance {
  tokens: number;
  countedAtMs: number;
}

/** client-go's figures: 25 events at once and one in five minutes per object; ten similar ones in ten minutes before they are combined. */
const burst = 25;
const refillMs = 300_000;
const mostSimilar = 10;
const similarMs = 600_000;
const mostRemembered = 4096;

/** Counts equal events and holds back floods, as client-go's EventCorrelator does. No I/O. */
export class EventCorrelator {
  readonly #series = new Map<string, EventSeries>();
  readonly #similar = new Map<string, SimilarEvents>();
  readonly #allowances = new Map<string, Allowance>();

  correlate(request: EventRequest, nowMs: number): Correlation {
    const about = aboutOf(request);
    const similarKey = `${about}\n${request.type}\n${request.reason}`;
    const combined = this.#isCombined(similarKey, request.message, nowMs);
    const message = combined ? `(combined from similar events): ${request.message}` : request.message;
    // Combined events are one series whatever their text, so that the count grows instead of the number of objects.
    const key = combined ? similarKey : `${similarKey}\n${request.message}`;
    if (!this.#isAllowed(about, nowMs)) return { kind: 'drop' };
    const known = this.#series.get(key);
    if (known !== undefined) {
      known.count += 1;
      touch(this.#series, key, known);
      return { kind: 'count', message, series: known };
    }
    const series: EventSeries = { count: 1, firstAtMs: nowMs, written: undefined };
    touch(this.#series, key, series);
    return { kind: 'create', message, series };
  }

  #isCombined(key: string, message: string, nowMs: number): boolean {
    const known = this.#similar.get(key);
    const similar =
      known !== undefined && nowMs - known.lastAtMs <= similarMs
        ? known
        : { messages: new Set<string>(), lastAtMs: nowMs };
    similar.lastAtMs = nowMs;
    if (similar.messages.size < mostSimilar) similar.messages.add(message);
    touch(this.#similar, key, similar);
    return similar.messages.size >= mostSimilar && !similar.messages.has(message);
  }

  #isAllowed(about: string, nowMs: number): boolean {
    const allowance = this.#allowances.get(about) ?? { tokens: burst, countedAtMs: nowMs };
    allowance.tokens = Math.min(burst, allowance.tokens + (nowMs - allowance.countedAtMs) / refillMs);
    allowance.countedAtMs = nowMs;
    touch(this.#allowances, about, allowance);
    if (allowance.tokens < 1) return false;
    allowance.tokens -= 1;
    return true;
  }
}

function aboutOf({ object }: EventRequest): string {
  const { namespace = '', name, uid = '' } = object.metadata;
  return `${object.apiVersion}\n${object.kind}\n${namespace}\n${name}\n${uid}`;
}

/** Puts an entry last, and drops the one that was not used for longest when there are too many. */
function touch<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= mostRemembered) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
