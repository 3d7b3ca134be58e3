import type { FluxEvent } from './flux-event.ts';

/** Hands Flux events to whoever wants them in this process. */
export class EventBus {
  readonly #handlers = new Set<(event: FluxEvent) => void>();

  /** Tells everybody. A subscriber that throws keeps nobody else from hearing. */
  readonly publish = (event: FluxEvent): void => {
    for (const handler of this.#handlers) {
      try {
        handler(event);
      } catch {
        // The publisher is in the middle of a reconciliation and has nothing to do with it.
      }
    }
  };

  subscribe(handler: (event: FluxEvent) => void): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }
}
