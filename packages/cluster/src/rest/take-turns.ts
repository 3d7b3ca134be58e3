import type { Handler } from '@flux19/ports';

/** So many requests in a row may be answered before everybody else gets a turn. */
const requestsPerTurn = 16;

/**
 * Lets timers and sockets have their turn between the requests of controllers in this process. These are answered without the event loop, so that
 * controllers that keep each other busy would never let go of it: not even for the timer after which one of them would see why.
 */
export function takeTurns(handler: Handler): Handler {
  let requests = 0;
  return async (request) => {
    requests += 1;
    if (requests % requestsPerTurn === 0) await new Promise((done) => setImmediate(done));
    return await handler(request);
  };
}
