import { type Clock, type Handler, systemClock } from '@flux19/ports';
import { DiscoveryCache } from '../discovery/discovery-cache.ts';
import { Deadlines } from './deadlines.ts';
import { DynamicClient } from './dynamic-client.ts';
import type { KubeClient } from './kube-client.ts';
import { TokenBucket } from './token-bucket.ts';
import { Transport } from './transport.ts';

export interface KubeClientOptions {
  /** A server in this process, or a connection's `fetch`. */
  readonly fetch: Handler;
  /** Base URL: `http://cluster.local`, `https://10.0.0.1:6443/prefix`. */
  readonly server: string;
  /** Sent with every request, such as `authorization` for a server in this process. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly userAgent?: string;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** Requests per second and burst, as Flux's `--kube-api-qps` and `--kube-api-burst` (50, 300). No limit when absent. */
  readonly rateLimit?: { readonly qps: number; readonly burst: number };
  /** Milliseconds for one attempt of a request that is not a watch. Default 30 000. */
  readonly timeoutMs?: number;
  /** Told of every attempt, for metrics: the status, or 0 when there was no answer. Must not throw. */
  readonly onAnswer?: (method: string, status: number) => void;
}

/** Makes a client over any server that is a function. */
export function createKubeClient(options: KubeClientOptions): KubeClient {
  const clock = options.clock ?? systemClock;
  const { rateLimit } = options;
  const headers = Object.entries({ 'user-agent': options.userAgent ?? 'flux19', ...options.headers });
  const transport = new Transport({
    fetch: options.fetch,
    server: options.server.replace(/\/+$/, ''),
    clock,
    deadlines: new Deadlines(clock),
    random: options.random ?? Math.random,
    timeoutMs: options.timeoutMs ?? 30_000,
    onAnswer: options.onAnswer,
    bucket: rateLimit === undefined ? undefined : new TokenBucket(clock, rateLimit.qps, rateLimit.burst),
    headers: headers.map(([name, value]) => [name.toLowerCase(), value]),
  });
  return new DynamicClient(transport, new DiscoveryCache(clock));
}
