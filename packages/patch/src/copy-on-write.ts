import { getKey, type JsonObject, type JsonValue, setKey } from '@flux19/objects';

/** Edits an object without touching it: the first change makes a shallow copy, and without any the original comes back. */
export class CopyOnWrite {
  readonly #original: JsonObject;
  #copy: JsonObject | undefined;

  constructor(original: JsonObject) {
    this.#original = original;
  }

  get result(): JsonObject {
    return this.#copy ?? this.#original;
  }

  get(key: string): JsonValue | undefined {
    return getKey(this.result, key);
  }

  set(key: string, value: JsonValue): void {
    if (this.get(key) === value) return;
    this.#copy ??= { ...this.#original };
    setKey(this.#copy, key, value);
  }

  delete(key: string): void {
    if (!Object.hasOwn(this.result, key)) return;
    this.#copy ??= { ...this.#original };
    delete this.#copy[key];
  }
}
