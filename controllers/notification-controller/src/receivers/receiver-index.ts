import type { Receiver } from '@flux19/api';
import type { ObjectCache } from '@flux19/kube';

/** Finds Receivers by the path of their webhook. */
export class ReceiverIndex {
  readonly #cache: ObjectCache;
  #byPath: ReadonlyMap<string, Receiver> | undefined;

  constructor(cache: ObjectCache) {
    this.#cache = cache;
    cache.onChange(() => {
      this.#byPath = undefined;
    });
  }

  at(path: string): Receiver | undefined {
    this.#byPath ??= this.#build();
    return this.#byPath.get(path);
  }

  #build(): ReadonlyMap<string, Receiver> {
    const byPath = new Map<string, Receiver>();
    for (const object of this.#cache.list()) {
      const path = (object as Receiver).status?.webhookPath ?? '';
      if (path !== '') byPath.set(path, object as Receiver);
    }
    return byPath;
  }
}
