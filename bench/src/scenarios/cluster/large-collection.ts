import { text } from 'node:stream/consumers';
import { ApiConnection } from './api-connection.ts';
import { createConfigMap, listConfigMaps } from './config-map-requests.ts';
import { type MeasuredServer, residentMiB } from './measured-server.ts';
import { measureWatchLatency, type WatchLatency } from './watch-latency.ts';

/** What a server with very many objects takes. */
export interface LargeCollection {
  readonly createdPerSecond: number;
  readonly bytesPerObject: number;
  /** All objects in one answer, in milliseconds, until the last byte. */
  readonly listMs: number;
  /** The first 500. */
  readonly pageMs: number;
  readonly watch: WatchLatency;
}

const writers = 16;

/** Fills a server with ConfigMaps, lists them, and opens many watches on them. */
export async function measureLargeCollection(
  server: MeasuredServer,
  objects: number,
  watches: number,
): Promise<LargeCollection> {
  const connection = new ApiConnection(server, writers);
  try {
    const before = residentMiB(server);
    const began = performance.now();
    let next = 0;
    const writer = async (): Promise<void> => {
      while (next < objects) {
        next += 1;
        await connection.send(createConfigMap(`large-${next}`, `value of ${next}`));
      }
    };
    await Promise.all(Array.from({ length: writers }, writer));
    const seconds = (performance.now() - began) / 1000;
    const bytesPerObject = ((residentMiB(server) - before) * 2 ** 20) / objects;
    const pageMs = await listing(connection, 500);
    const listMs = await listing(connection, undefined);
    const watch = await measureWatchLatency(server, watches);
    return { createdPerSecond: objects / seconds, bytesPerObject, listMs, pageMs, watch };
  } finally {
    connection.close();
  }
}

async function listing(connection: ApiConnection, limit: number | undefined): Promise<number> {
  const began = performance.now();
  await text(await connection.open(listConfigMaps(limit)));
  return performance.now() - began;
}
