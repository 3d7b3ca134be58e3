import type { Clock, Handler } from '@flux19/ports';
import type { FluxEvent, Logger } from '@flux19/runtime';
import { readBody } from '../http/read-body.ts';
import { DuplicateFilter } from './duplicate-filter.ts';
import { eventKey } from './event-key.ts';
import { withoutToken, withUsefulMetadata } from './event-metadata.ts';
import { parseEvent } from './parse-event.ts';

export interface EventIntakeOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly duplicateIntervalMs: number;
  readonly bodyTimeoutMs: number;
  /** Takes events that are no duplicates. Must not throw or wait. */
  readonly route: (event: FluxEvent) => void;
}

/** Takes events of this process and of others. */
export class EventIntake {
  readonly #options: EventIntakeOptions;
  readonly #duplicates: DuplicateFilter;

  constructor(options: EventIntakeOptions) {
    this.#options = options;
    this.#duplicates = new DuplicateFilter(options.duplicateIntervalMs);
  }

  /** Milliseconds until the event would not be a duplicate any more; 0 when it was taken. */
  take(given: FluxEvent): number {
    const event = withUsefulMetadata(given);
    const waitMs = this.#duplicates.admit(eventKey(event), this.#options.clock.now());
    if (waitMs > 0) return waitMs;
    this.#options.route(withoutToken(event));
    return 0;
  }

  /** POST /: 202 taken, 400 not an event, 405, 408 too slow, 413 too long, 429 a duplicate. */
  readonly handler: Handler = async (request) => {
    const { clock, log, bodyTimeoutMs } = this.#options;
    if (request.method !== 'POST') return answer(405, { allow: 'POST' });
    const body = await readBody(request, clock, bodyTimeoutMs);
    if (body.kind === 'refused') {
      log.info(body.why);
      return answer(body.status);
    }
    const event = parseEvent(body.bytes.toString('utf8'));
    if (event === undefined) {
      log.info('decoding the request body failed');
      return answer(400);
    }
    const waitMs = this.take(event);
    if (waitMs === 0) return answer(202);
    log.debug('Discarding event, rate limiting duplicate events');
    return answer(429, { 'retry-after': String(Math.ceil(waitMs / 1000)) });
  };
}

function answer(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers });
}
