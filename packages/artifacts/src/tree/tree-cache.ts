import type { ArtifactTree } from './artifact-tree.ts';

/**
 * Unpacked artifacts by digest. The latest are kept up to a number of bytes, always at least one; others as long as somebody reads them.
 * Whoever asks for one that is just being made waits for the same.
 */
export class TreeCache {
  readonly #maximumBytes: number;
  readonly #kept = new Map<string, ArtifactTree>();
  readonly #alive = new Map<string, WeakRef<ArtifactTree>>();
  readonly #making = new Map<string, Promise<ArtifactTree>>();
  #bytes = 0;

  constructor(maximumBytes: number) {
    this.#maximumBytes = maximumBytes;
  }

  async get(digest: string, make: () => Promise<ArtifactTree>): Promise<ArtifactTree> {
    const known = this.#kept.get(digest) ?? this.#alive.get(digest)?.deref();
    if (known !== undefined) {
      this.put(digest, known);
      return known;
    }
    const making = this.#making.get(digest) ?? this.#make(digest, make);
    return making;
  }

  put(digest: string, tree: ArtifactTree): void {
    this.#forget(digest);
    this.#kept.set(digest, tree);
    this.#bytes += tree.sizeBytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#maximumBytes || this.#kept.size === 1) break;
      this.#release(oldest);
    }
  }

  async #make(digest: string, make: () => Promise<ArtifactTree>): Promise<ArtifactTree> {
    const making = make();
    this.#making.set(digest, making);
    try {
      const tree = await making;
      this.put(digest, tree);
      return tree;
    } finally {
      this.#making.delete(digest);
    }
  }

  /** No longer kept, but found again while it lives. */
  #release(digest: string): void {
    const tree = this.#kept.get(digest);
    this.#forget(digest);
    if (tree === undefined) return;
    for (const [name, reference] of this.#alive) if (reference.deref() === undefined) this.#alive.delete(name);
    this.#alive.set(digest, new WeakRef(tree));
  }

  #forget(digest: string): void {
    const tree = this.#kept.get(digest);
    if (tree === undefined) return;
    this.#kept.delete(digest);
    this.#bytes -= tree.sizeBytes;
  }
}
