import type { Clock, Handler } from '@flux19/ports';
import type { CredentialSource } from '../auth/credentials.ts';

/** Bounds on what a registry may send. */
export interface ClientLimits {
  readonly manifestBytes: number;
  readonly blobBytes: number;
  /** Of one page of tags. */
  readonly pageBytes: number;
  readonly pages: number;
  readonly tags: number;
}

/** How often and how patiently failed requests are repeated. */
export interface RetryPolicy {
  /** All attempts, the first included. */
  readonly attempts: number;
  /** Before the second attempt; doubled each time, with jitter. */
  readonly firstDelayMs: number;
  /** Longest wait; a registry that asks for more patience is given up at once. */
  readonly longestDelayMs: number;
}

/** What a client works with. */
export interface OciClientOptions {
  /** Reaches registries. Has to leave redirects to the client: `redirect: 'manual'` is set on every request. TLS and proxies are its affair. */
  readonly fetch: Handler;
  readonly clock: Clock;
  /** 0 <= x < 1, spreads retries. */
  readonly random: () => number;
  /** Anonymous when absent. */
  readonly credentials?: CredentialSource;
  /** Lets registries anywhere be spoken to over plain http. Those of this machine and of private networks may always. */
  readonly insecure?: boolean;
  readonly userAgent?: string;
  readonly limits?: Partial<ClientLimits>;
  readonly retry?: Partial<RetryPolicy>;
}

export const defaultClientLimits: ClientLimits = {
  manifestBytes: 4 * 1024 * 1024,
  blobBytes: 2 * 1024 * 1024 * 1024,
  pageBytes: 16 * 1024 * 1024,
  pages: 10_000,
  tags: 1_000_000,
};

export const defaultRetryPolicy: RetryPolicy = { attempts: 4, firstDelayMs: 250, longestDelayMs: 10_000 };
