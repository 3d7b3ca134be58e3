import type { JsonValue } from '@flux19/objects';
import { type Container, getElement, isContainer, withAdded, withElement, withoutElement } from './container.ts';
import { type Pointer, parsePointer } from './pointer.ts';

/** A container in a document, and the key that a path names in it; the key itself may be absent. */
export interface Place {
  readonly pointer: Pointer;
  readonly container: Container;
}

/** A document that changes from operation to operation. Values are never modified; each change copies the way to it. */
export class PatchedDocument {
  #root: Container;
  readonly #allowNegative: boolean;

  constructor(root: Container, allowNegative: boolean) {
    this.#root = root;
    this.#allowNegative = allowNegative;
  }

  get root(): Container {
    return this.#root;
  }

  replaceRoot(root: Container): void {
    this.#root = root;
  }

  /** Finds the container that a path leads to; undefined when there is none. */
  find(path: string): Place | undefined {
    const pointer = parsePointer(path);
    if (pointer === undefined) return undefined;
    let container: Container = this.#root;
    for (const token of pointer.parents) {
      const next = this.#peek(container, token);
      if (!isContainer(next)) return undefined;
      container = next;
    }
    return { pointer, container };
  }

  // On the way to a container a bad index is as good as an absent one.
  #peek(container: Container, token: string): JsonValue | undefined {
    try {
      return getElement(container, token, this.#allowNegative);
    } catch {
      return undefined;
    }
  }

  /** The value at a place, undefined when an object has none. Throws ContainerError for a bad index. */
  get({ pointer, container }: Place): JsonValue | undefined {
    return getElement(container, pointer.key, this.#allowNegative);
  }

  /** Adds at a place. Throws ContainerError. */
  add({ pointer, container }: Place, value: JsonValue): void {
    this.#replace(pointer, withAdded(container, pointer.key, value, this.#allowNegative));
  }

  /** Replaces at a place. Throws ContainerError. */
  set({ pointer, container }: Place, value: JsonValue): void {
    this.#replace(pointer, withElement(container, pointer.key, value, this.#allowNegative));
  }

  /** Removes at a place. Throws ContainerError. */
  remove({ pointer, container }: Place): void {
    this.#replace(pointer, withoutElement(container, pointer.key, this.#allowNegative));
  }

  #replace({ parents }: Pointer, container: Container): void {
    this.#root = this.#withContainer(this.#root, parents, container);
  }

  #withContainer(root: Container, parents: readonly string[], container: Container): Container {
    const [token, ...rest] = parents;
    if (token === undefined) return container;
    const child = getElement(root, token, this.#allowNegative);
    const next = isContainer(child) ? this.#withContainer(child, rest, container) : container;
    return withElement(root, token, next, this.#allowNegative);
  }
}
