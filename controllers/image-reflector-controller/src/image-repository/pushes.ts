import { canonicalRepository, type RepositoryName } from '@flux19/oci';

/** Who wants to know of pushes to which repository. */
export class Pushes {
  /** Wakes by repository. */
  readonly #waiting = new Map<string, Set<() => void>>();
  /** Repositories by object that have had a push since their last scan began. */
  readonly #due = new Map<string, string>();
  readonly #objects = new Map<string, Set<string>>();

  /** Says that an object follows a repository from now on. */
  follow(object: string, image: string): void {
    if (this.#objects.get(image)?.has(object) === true) return;
    this.forget(object);
    const objects = this.#objects.get(image) ?? new Set();
    this.#objects.set(image, objects.add(object));
  }

  forget(object: string): void {
    this.#due.delete(object);
    for (const [image, objects] of this.#objects) {
      if (objects.delete(object) && objects.size === 0) this.#objects.delete(image);
    }
  }

  /** Tells of a push. */
  notice(repository: RepositoryName): void {
    const image = canonicalRepository(repository);
    for (const object of this.#objects.get(image) ?? []) this.#due.set(object, image);
    for (const wake of this.#waiting.get(image) ?? []) wake();
  }

  /** Whether there was a push; the scan that begins now will see it. */
  take(object: string): boolean {
    return this.#due.delete(object);
  }

  /** Calls back at the next push, at once when there has been one already. */
  wakeOn(object: string, image: string): (wake: () => void) => () => void {
    return (wake) => {
      if (this.#due.has(object)) wake();
      const wakes = this.#waiting.get(image) ?? new Set();
      this.#waiting.set(image, wakes.add(wake));
      return () => {
        wakes.delete(wake);
        if (wakes.size === 0 && this.#waiting.get(image) === wakes) this.#waiting.delete(image);
      };
    };
  }
}
