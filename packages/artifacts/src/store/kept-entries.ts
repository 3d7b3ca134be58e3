import type { ArchiveEntry } from '../archive/archive-entry.ts';
import type { ArchiveEntries } from '../archive/write-archive.ts';

/** Passes entries on and remembers them, as long as they stay below a bound: what was just packed need not be unpacked again. */
export class KeptEntries implements AsyncIterable<ArchiveEntry> {
  readonly #source: ArchiveEntries;
  readonly #maximumBytes: number;
  #kept: ArchiveEntry[] | undefined = [];
  #bytes = 0;

  constructor(source: ArchiveEntries, maximumBytes: number) {
    this.#source = source;
    this.#maximumBytes = maximumBytes;
  }

  /** All entries, or undefined when they were too many. Meaningful once the iteration has ended. */
  get entries(): readonly ArchiveEntry[] | undefined {
    return this.#kept;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<ArchiveEntry> {
    for await (const entry of this.#source) {
      this.#keep(entry);
      yield entry;
    }
  }

  #keep(entry: ArchiveEntry): void {
    if (entry.kind === 'file') this.#bytes += entry.content.length;
    if (this.#bytes > this.#maximumBytes) this.#kept = undefined;
    this.#kept?.push(entry);
  }
}
