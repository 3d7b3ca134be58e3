import type { KubeObject } from '@flux19/objects';
import type { ChangeHandler, Unsubscribe } from './cache-change.ts';

const none: readonly ChangeHandler[] = [];

/** Handlers by the object that they want to hear of: thousands of them cost nothing while other objects change. */
export class ObjectHandlers {
  readonly #handlers = new Map<string, readonly ChangeHandler[]>();

  add(namespace: string | undefined, name: string, handler: ChangeHandler): Unsubscribe {
    const key = `${namespace ?? ''}/${name}`;
    // Lists are replaced, not changed: a handler may come or go while one of them is being told.
    this.#handlers.set(key, [...(this.#handlers.get(key) ?? none), handler]);
    return () => this.#remove(key, handler);
  }

  of({ metadata }: KubeObject): readonly ChangeHandler[] {
    if (this.#handlers.size === 0) return none;
    return this.#handlers.get(`${metadata.namespace ?? ''}/${metadata.name}`) ?? none;
  }

  #remove(key: string, handler: ChangeHandler): void {
    const handlers = this.#handlers.get(key) ?? none;
    const at = handlers.indexOf(handler);
    if (at < 0) return;
    if (handlers.length === 1) this.#handlers.delete(key);
    else this.#handlers.set(key, handlers.toSpliced(at, 1));
  }
}
