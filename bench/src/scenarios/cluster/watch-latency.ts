import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { distribution } from '../../scenario.ts';
import { ApiConnection } from './api-connection.ts';
import { applyConfigMap, listConfigMaps, watchConfigMaps } from './config-map-requests.ts';
import type { MeasuredServer } from './measured-server.ts';

/** From the moment a write is sent until the last watch has its event, in milliseconds. */
export interface WatchLatency {
  readonly watches: number;
  readonly median: number;
  readonly p95: number;
}

const writes = 300;
/** So that writes come one by one, not in a burst. */
const betweenWritesMs = 2;

/** Writes, one after the other, while some watches of the same collection are open. */
export async function measureWatchLatency(server: MeasuredServer, watches: number): Promise<WatchLatency> {
  const writer = new ApiConnection(server, 1);
  const watching = new ApiConnection(server, watches);
  const arrivals = new Arrivals(watches);
  try {
    await writer.send(applyConfigMap('watched', 'first'));
    const { metadata } = JSON.parse(await writer.send(listConfigMaps(1))) as { metadata: { resourceVersion: string } };
    const opened = Array.from({ length: watches }, async () => {
      const answer = await watching.open(watchConfigMaps(metadata.resourceVersion));
      createInterface(answer).on('line', (line) => arrivals.add(line));
      return answer;
    });
    const answers = await Promise.all(opened);
    const latencies: number[] = [];
    for (let n = 0; n < writes; n += 1) {
      const value = `${watches} watches, write ${n}`;
      const began = performance.now();
      const seen = arrivals.allOf(value);
      await writer.send(applyConfigMap('watched', value));
      latencies.push((await seen) - began);
      await sleep(betweenWritesMs);
    }
    for (const answer of answers) answer.destroy();
    return { watches, ...distribution(latencies.slice(writes / 4)) };
  } finally {
    writer.close();
    watching.close();
  }
}

/** Counts how many watches have told of the value that is waited for. */
class Arrivals {
  readonly #watches: number;
  #value = '';
  #missing = 0;
  #resolve: (at: number) => void = () => undefined;

  constructor(watches: number) {
    this.#watches = watches;
  }

  /** Resolves with the time at which the last watch has told of it. */
  allOf(value: string): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.#value = `"value":"${value}"`;
    this.#missing = this.#watches;
    this.#resolve = resolve;
    return promise;
  }

  add(line: string): void {
    if (!line.includes(this.#value)) return;
    this.#missing -= 1;
    if (this.#missing === 0) this.#resolve(performance.now());
  }
}
