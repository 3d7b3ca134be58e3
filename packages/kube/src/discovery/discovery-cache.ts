import type { Clock } from '@flux19/ports';
import { type ReadJson, readResources } from './read-resources.ts';
import type { ResourceMapping, ResourceSelector } from './resource-mapping.ts';
import { keyOf, noMatch, ResourceTable } from './resource-table.ts';

/** How soon the same unknown thing may make the client look again: many objects of a missing kind must not flood the server. */
const refreshPauseMs = 500;
/** More unknown things than anybody has. */
const mostMisses = 1000;

interface Look {
  readonly table: Promise<ResourceTable>;
  readonly beganAtMs: number;
}

/** What the API server serves, read once and again when something is missing. */
export class DiscoveryCache {
  readonly #clock: Clock;
  #look: Look | undefined;
  /** What a look did not find, and when that look began. */
  readonly #misses = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  forget(): void {
    this.#look = undefined;
  }

  /** Throws {@link NoMatchError}, or what `read` throws. */
  async find(selector: ResourceSelector, read: ReadJson): Promise<ResourceMapping> {
    const found = await this.#search(keyOf(selector), (table) => table.find(selector), read);
    if (found === undefined) throw noMatch(selector);
    return found;
  }

  findName(name: string, read: ReadJson): Promise<ResourceMapping | undefined> {
    return this.#search(name, (table) => table.findName(name), read);
  }

  async all(read: ReadJson): Promise<readonly ResourceMapping[]> {
    return (await this.#current(read).table).all;
  }

  async #search<T>(key: string, find: (table: ResourceTable) => T | undefined, read: ReadJson): Promise<T | undefined> {
    const isOwnLook = this.#look === undefined;
    const look = this.#current(read);
    const found = find(await look.table);
    if (found !== undefined) return found;
    const missedAtMs = this.#misses.get(key) ?? Number.NEGATIVE_INFINITY;
    if (isOwnLook || this.#clock.now() - missedAtMs < refreshPauseMs) return undefined;
    // Another caller may have begun a new look in the meantime: that one is fresh enough.
    if (this.#look === look) this.#look = undefined;
    const again = this.#current(read);
    const foundThen = find(await again.table);
    if (foundThen === undefined) this.#miss(key, again.beganAtMs);
    return foundThen;
  }

  #miss(key: string, atMs: number): void {
    if (this.#misses.size >= mostMisses) this.#misses.clear();
    this.#misses.set(key, atMs);
  }

  #current(read: ReadJson): Look {
    this.#look ??= this.#begin(read);
    return this.#look;
  }

  #begin(read: ReadJson): Look {
    const table = readResources(read).then((all) => new ResourceTable(all));
    const look = { table, beganAtMs: this.#clock.now() };
    table.catch(() => {
      // A failure is told to those who waited for it, and not kept.
      if (this.#look === look) this.#look = undefined;
    });
    return look;
  }
}
