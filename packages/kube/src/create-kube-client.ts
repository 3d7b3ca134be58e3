import type { Clock, Handler } from '@flux19/ports';
import type { KubeClient } from './kube-client.ts';

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
}

/** Makes a client over any server that is a function. */
export function createKubeClient(_options: KubeClientOptions): KubeClient {
  throw new Error('not written yet');
}
