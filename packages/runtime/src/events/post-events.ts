import type { Clock, Handler } from '@flux19/ports';
import type { Logger } from '../logs/logger.ts';
import type { FluxEvent } from './flux-event.ts';

export interface PostEventsOptions {
  /** `--events-addr`: where the notification-controller takes events. */
  readonly url: string;
  readonly fetch: Handler;
  readonly log: Logger;
  readonly clock: Clock;
  /** Ends posting. */
  readonly signal: AbortSignal;
}

/** Flux's figures: 5 s for an attempt, and 4 more attempts with doubling pauses. */
const timeoutMs = 5000;
const retries = 4;
const mostAtOnce = 64;

/** Makes a subscriber that posts each event; what the other side does not take in the end is logged and lost, as in Flux. */
export function postEvents(options: PostEventsOptions): (event: FluxEvent) => void {
  let running = 0;
  return (event) => {
    if (running >= mostAtOnce) return options.log.debug('event not posted: too many are under way');
    running += 1;
    post(event, options)
      .catch((thrown: unknown) => options.log.error('unable to record event', thrown))
      .finally(() => {
        running -= 1;
      });
  };
}

async function post(event: FluxEvent, { url, fetch, clock, signal }: PostEventsOptions): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await send(event, url, fetch, signal);
    // 429 is how the notification-controller says that it has had this event.
    if (outcome === 429 || (outcome >= 200 && outcome < 300)) return;
    if (attempt >= retries || (outcome > 0 && outcome < 500))
      throw new Error(`${new URL(url).host} answered ${outcome || 'nothing'}`);
    await clock.sleep(1000 * 2 ** attempt, signal);
  }
}

/** The status of the answer, or 0 when there is none. */
async function send(event: FluxEvent, url: string, fetch: Handler, signal: AbortSignal): Promise<number> {
  signal.throwIfAborted();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(
      new Request(url, { method: 'POST', headers, body: JSON.stringify(event), redirect: 'manual', signal: limit }),
    );
    await response.body?.cancel();
    return response.status;
  } catch {
    signal.throwIfAborted();
    return 0;
  }
}
