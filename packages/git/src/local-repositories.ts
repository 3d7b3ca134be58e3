import type { GitProgram } from './process/git-program.ts';
import { ContentCache } from './repository/content-cache.ts';
import { ObjectReader } from './repository/object-reader.ts';
import { RepositoryReader } from './repository/repository-reader.ts';

/** Bounds on what is read from a repository. */
export interface ReadLimits {
  /** Bytes of one file. */
  readonly objectBytes: number;
  /** Files and folders of one commit. */
  readonly entries: number;
  /** Bytes of contents that are kept for the next commit; default 32 MiB. */
  readonly memoryBytes?: number;
}

const defaultMemoryBytes = 32 * 1024 * 1024;

/** How long a reading process is kept without use. */
const idleMs = 15_000;

/** One reader for each folder that holds a repository, made when first needed. */
export class LocalRepositories {
  readonly #program: GitProgram;
  readonly #limits: ReadLimits;
  readonly #contents: ContentCache;
  readonly #readers = new Map<string, RepositoryReader>();

  constructor(program: GitProgram, limits: ReadLimits) {
    this.#program = program;
    this.#limits = limits;
    this.#contents = new ContentCache(limits.memoryBytes ?? defaultMemoryBytes);
  }

  reader(folder: string): RepositoryReader {
    const known = this.#readers.get(folder);
    if (known !== undefined) return known;
    const objects = new ObjectReader({
      start: () => this.#program.start({ arguments: ['cat-file', '--batch'], folder, settings: anyOwner }),
      maximumObjectBytes: this.#limits.objectBytes,
      idleMs,
    });
    const reader = new RepositoryReader(objects, this.#contents, { maximumEntries: this.#limits.entries });
    this.#readers.set(folder, reader);
    return reader;
  }

  /** Ends reading below a folder, which is about to change or vanish. */
  release(folder: string): void {
    for (const [name, reader] of this.#readers) {
      if (name !== folder && !name.startsWith(`${folder}/`)) continue;
      reader.close();
      this.#readers.delete(name);
    }
  }

  close(): void {
    for (const reader of this.#readers.values()) reader.close();
    this.#readers.clear();
  }
}

/** Nothing of a repository is executed here, so it does not matter whose it is. */
export const anyOwner: readonly (readonly [string, string])[] = [['safe.directory', '*']];
