import { administrator, createApiServer } from '@flux19/apiserver';
import { createKubeClient, type KubeClient, SharedCaches } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { ManualClock } from '@flux19/ports';
import { createLogger } from '../logs/create-logger.ts';
import { LogRing } from '../logs/log-ring.ts';
import type { Logger } from '../logs/logger.ts';

/** A cluster in memory under a clock that the test moves. */
export interface TestCluster {
  readonly client: KubeClient;
  readonly caches: SharedCaches;
  readonly clock: ManualClock;
  readonly log: Logger;
  readonly ring: LogRing;
  readonly signal: AbortSignal;
  /** Lets work go on, and time pass if nothing else happens, until something holds. */
  until(holds: () => boolean | Promise<boolean>): Promise<void>;
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>;
  configMap(name: string, data?: Record<string, string>): KubeObject;
  close(): void;
}

/** Starts one. */
export function startTestCluster(): TestCluster {
  const clock = new ManualClock();
  const server = createApiServer({ clock });
  const client = createKubeClient({
    fetch: server.as(administrator),
    server: 'http://cluster.test',
    clock,
    random: () => 0.5,
  });
  const aborter = new AbortController();
  const caches = new SharedCaches({ client, signal: aborter.signal, clock, random: () => 0.5 });
  const ring = new LogRing();
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 30; i += 1) await new Promise((done) => setImmediate(done));
  };
  return {
    client,
    caches,
    clock,
    ring,
    log: createLogger({ level: 'debug', write: () => undefined, clock, ring }),
    signal: aborter.signal,
    settle,
    async until(holds) {
      for (let turns = 0; !(await holds()); turns += 1) {
        if (turns > 2000) throw new Error('did not happen');
        await settle();
        if (!(await holds())) await clock.advance(250);
      }
    },
    configMap: (name, data = {}) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'default' },
      data,
    }),
    close() {
      aborter.abort(new Error('the test ends'));
      server.close();
    },
  };
}
