import type { GitObject } from './object-parser.ts';

/** Larger objects are not worth their place. */
const maximumObjectBytes = 1024 * 1024;

/** Trees and files that were read lately, by hash: most of a repository is the same in its next commit. */
export class ContentCache {
  readonly #maximumBytes: number;
  readonly #objects = new Map<string, GitObject>();
  #bytes = 0;

  constructor(maximumBytes: number) {
    this.#maximumBytes = maximumBytes;
  }

  get(hash: string): GitObject | undefined {
    const object = this.#objects.get(hash);
    if (object === undefined) return undefined;
    this.#objects.delete(hash);
    this.#objects.set(hash, object);
    return object;
  }

  put(object: GitObject): void {
    const { length } = object.content;
    if (length > maximumObjectBytes || this.#objects.has(object.hash)) return;
    this.#objects.set(object.hash, object);
    this.#bytes += length;
    for (const [hash, oldest] of this.#objects) {
      if (this.#bytes <= this.#maximumBytes) return;
      this.#objects.delete(hash);
      this.#bytes -= oldest.content.length;
    }
  }
}
