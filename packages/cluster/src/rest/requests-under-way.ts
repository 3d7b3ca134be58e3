import type { Handler } from '@flux19/ports';

/** Counts the requests of a handler that have no answer yet. A watch has its answer when it begins. */
export class RequestsUnderWay {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  counting(handler: Handler): Handler {
    return async (request) => {
      this.#count += 1;
      try {
        return await handler(request);
      } finally {
        this.#count -= 1;
      }
    };
  }
}
