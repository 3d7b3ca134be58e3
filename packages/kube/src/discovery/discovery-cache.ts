import type { Clock } from '@flux19/ports';
import { type ReadJson, readResources } from './read-resources.ts';
import type { ResourceMapping, ResourceSelector } from './resource-mapping.ts';
import { noMatch, ResourceTable } from './resource-table.ts';

/** How soon something unknown may make the client look again: many objects of a kind that is missing must not flood the server. */
const refreshPauseMs = 500;

interface Look {
  readonly table: Promise<ResourceTable>;
  readonly beganAtMs: number;
}

/** What the API server serves, read once and again when something is missing. */
export class DiscoveryCache {
  readonly #clock: Clock;
  #look: Look | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  forget(): void {
    this.#look = undefined;
  }

  /** Throws {@link NoMatchError}, or what `read` throws. */
  async find(selector: ResourceSelector, read: ReadJson): Promise<ResourceMapping> {
    const found = await this.#search((table) => table.find(selector), read);
    if (found === undefined) throw noMatch(selector);
    return found;
  }

  findName(name: string, read: ReadJson): Promise<ResourceMapping | undefined> {
    return this.#search((table) => table.findName(name), read);
  }

  async all(read: ReadJson): Promise<readonly ResourceMapping[]> {
    return (await this.#current(read).table).all;
  }

  async #search<T>(find: (table: ResourceTable) => T | undefined, read: ReadJson): Promise<T | undefined> {
    const askedAtMs = this.#clock.now();
    const look = this.#current(read);
    const found = find(await look.table);
    const isFresh = look.beganAtMs >= askedAtMs || this.#clock.now() - look.beganAtMs < refreshPauseMs;
    if (found !== undefined || isFresh) return found;
    // Another caller may have begun a new look in the meantime: that one is fresh enough.
    if (this.#look === look) this.#look = undefined;
    return find(await this.#current(read).table);
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
