import { ConnectionError, hasReason, type KubeClient } from '@flux19/kube';
import type { JsonObject, KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { Logger } from '../logs/logger.ts';
import { formatTime } from '../status/conditions.ts';
import type { Correlation } from './event-correlator.ts';
import { eventMetadata, eventSubject } from './event-metadata.ts';
import type { EventRequest } from './flux-event.ts';

export interface EventWriterOptions {
  readonly client: KubeClient;
  readonly controller: string;
  readonly instance: string;
  readonly log: Logger;
  readonly clock: Clock;
}

type Kept = Exclude<Correlation, { kind: 'drop' }>;

/** client-go's figures for a server that cannot be reached. */
const attempts = 12;
const pauseMs = 10_000;
/** A server that is down for long must not fill the memory: the newest events are given up then. */
const mostWaiting = 1000;

/** Writes Events one after the other, so that a count never overtakes its event. */
export class EventWriter {
  readonly #options: EventWriterOptions;
  readonly #aborter = new AbortController();
  #tail: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(options: EventWriterOptions) {
    this.#options = options;
  }

  write(request: EventRequest, correlation: Kept, nowMs: number): void {
    if (this.#waiting >= mostWaiting) return;
    this.#waiting += 1;
    this.#tail = this.#tail.then(async () => {
      await this.#try(request, correlation, nowMs);
      this.#waiting -= 1;
    });
  }

  /** Waits until the queue is empty; gives up what is left when the signal aborts. */
  async flush(signal: AbortSignal): Promise<void> {
    const stop = (): void => this.#aborter.abort(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    await this.#tail;
    signal.removeEventListener('abort', stop);
  }

  async #try(request: EventRequest, correlation: Kept, nowMs: number): Promise<void> {
    const { log, clock } = this.#options;
    for (let attempt = 1; !this.#aborter.signal.aborted; attempt += 1) {
      try {
        return await this.#send(request, correlation, nowMs);
      } catch (thrown) {
        // An answer that is an error (the namespace is gone, access denied) would be the same again.
        if (!(thrown instanceof ConnectionError) || attempt >= attempts)
          return log.debug('event not written', { error: thrown });
        await clock.sleep(pauseMs, this.#aborter.signal).catch(() => undefined);
      }
    }
  }

  async #send(request: EventRequest, { kind, series, message }: Kept, nowMs: number): Promise<void> {
    const { client } = this.#options;
    const { signal } = this.#aborter;
    if (kind === 'count' && series.written !== undefined) {
      const patch: JsonObject = { count: series.count, lastTimestamp: formatTime(nowMs), message };
      try {
        await client.patch({ ...eventKind, ...series.written }, patch, { type: 'merge' }, signal);
        return;
      } catch (thrown) {
        // Events live for an hour: a series may outlive its object.
        if (!hasReason(thrown, 'NotFound')) throw thrown;
      }
    }
    const written = await client.create(
      this.#event(request, message, series.firstAtMs, series.count, nowMs),
      {},
      signal,
    );
    series.written = { name: written.metadata.name, namespace: written.metadata.namespace ?? 'default' };
  }

  #event(request: EventRequest, message: string, firstAtMs: number, count: number, nowMs: number): KubeObject {
    const { controller, instance } = this.#options;
    const { object, type, reason } = request;
    const annotations = eventMetadata(request);
    return {
      ...eventKind,
      metadata: {
        name: eventName(object.metadata.name, nowMs),
        namespace: object.metadata.namespace ?? 'default',
        ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      },
      involvedObject: eventSubject(object),
      reason,
      message,
      source: { component: controller },
      firstTimestamp: formatTime(firstAtMs),
      lastTimestamp: formatTime(nowMs),
      count,
      type: type === 'Trace' ? 'Normal' : type,
      eventTime: null,
      reportingComponent: controller,
      reportingInstance: instance,
    };
  }
}

const eventKind = { apiVersion: 'v1', kind: 'Event' } as const;

/** Name, dot, and something that no other event of the object has; client-go takes nanoseconds in hexadecimal. */
function eventName(name: string, nowMs: number): string {
  const nanoseconds = BigInt(Math.trunc(nowMs)) * 1_000_000n + (process.hrtime.bigint() % 1_000_000n);
  return `${name}.${nanoseconds.toString(16)}`;
}
