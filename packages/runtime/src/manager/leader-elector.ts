import { hasReason, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { Logger } from '../logs/logger.ts';
import { type LeaseView, nextLeaseStep, readLease, releasedSpec } from './lease-record.ts';

export interface LeaderElectionOptions {
  readonly namespace: string;
  /** Name of the Lease. */
  readonly name: string;
  /** Host or Pod name and something random. */
  readonly identity: string;
  /** Defaults 35 000, 30 000, 5 000, as in Flux. */
  readonly leaseDurationMs?: number;
  readonly renewDeadlineMs?: number;
  readonly retryPeriodMs?: number;
}

export interface LeaderElectorOptions extends LeaderElectionOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
}

/** The lead was lost to another process, or could not be renewed: whatever this process still does may collide. */
export class LeadershipLostError extends Error {
  override readonly name = 'LeadershipLostError';
}

/** Lets one of several processes lead, by a Lease. */
export class LeaderElector {
  readonly #options: LeaderElectorOptions;
  #lease: KubeObject | undefined;
  #view: LeaseView | undefined;
  #seenAtMs = 0;

  constructor(options: LeaderElectorOptions) {
    this.#options = options;
  }

  /** Resolves when this process leads. */
  async acquire(signal: AbortSignal): Promise<void> {
    const { clock, random, retryPeriodMs = 5000, log, identity } = this.#options;
    for (;;) {
      if (await this.#attempt(signal)) break;
      // client-go spreads candidates by a jitter factor of 1.2.
      await clock.sleep(retryPeriodMs * (1 + random() * 1.2), signal);
    }
    log.info('became leader', { identity });
  }

  /** Renews until the signal aborts, then gives the lead up. Throws {@link LeadershipLostError}. */
  async hold(signal: AbortSignal): Promise<void> {
    const { clock, retryPeriodMs = 5000, renewDeadlineMs = 30_000 } = this.#options;
    let renewedAtMs = clock.now();
    while (!signal.aborted) {
      await clock.sleep(retryPeriodMs, signal).catch(() => undefined);
      if (signal.aborted) break;
      const leftMs = renewedAtMs + renewDeadlineMs - clock.now();
      if (await this.#attemptWithin(leftMs, signal)) renewedAtMs = clock.now();
      else if (this.#view !== undefined && this.#view.holder !== this.#options.identity)
        throw new LeadershipLostError(`the lead went to ${this.#view.holder}`);
      else if (clock.now() - renewedAtMs >= renewDeadlineMs)
        throw new LeadershipLostError('the lead could not be renewed in time');
    }
  }

  /** Lets the next candidate in at once. */
  async release(signal: AbortSignal): Promise<void> {
    const { client, clock, identity } = this.#options;
    if (this.#lease === undefined || this.#view?.holder !== identity) return;
    const spec = releasedSpec(this.#view, clock.now());
    try {
      await client.update({ ...this.#lease, spec }, {}, signal);
    } catch {
      // It runs out by itself.
    }
  }

  /** A server that does not answer must not keep the leader from noticing that its time is over. */
  async #attemptWithin(limitMs: number, signal: AbortSignal): Promise<boolean> {
    const attempt = new AbortController();
    const ended = new AbortController();
    const stop = (): void => attempt.abort(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    this.#options.clock.sleep(Math.max(0, limitMs), ended.signal).then(
      () => attempt.abort(new Error('the time to renew is over')),
      () => undefined,
    );
    try {
      return await this.#attempt(attempt.signal);
    } catch {
      return false;
    } finally {
      ended.abort();
      signal.removeEventListener('abort', stop);
    }
  }

  /** One try to get or to renew; true when this process leads then. */
  async #attempt(signal: AbortSignal): Promise<boolean> {
    const { client, clock, log, identity, leaseDurationMs = 35_000 } = this.#options;
    try {
      if (this.#view?.holder !== identity) this.#see(await client.find(this.#address(), signal));
      const situation = {
        identity,
        durationMs: leaseDurationMs,
        view: this.#view,
        seenAtMs: this.#seenAtMs,
        nowMs: clock.now(),
      };
      const step = nextLeaseStep(situation);
      if (step.kind === 'wait') return false;
      const { namespace, name } = this.#options;
      if (step.kind === 'create') {
        const lease = { ...leaseKind, metadata: { namespace, name }, spec: step.spec };
        this.#see(await client.create(lease, {}, signal));
      } else if (this.#lease !== undefined) {
        this.#see(await client.update({ ...this.#lease, spec: step.spec }, {}, signal));
      }
      return this.#view?.holder === identity;
    } catch (thrown) {
      signal.throwIfAborted();
      if (hasReason(thrown, 'Conflict')) await this.#look(signal);
      log.debug('lease not obtained', { error: thrown });
      return false;
    }
  }

  /** Somebody else wrote: what we know is out of date. */
  async #look(signal: AbortSignal): Promise<void> {
    const lease = await this.#options.client.find(this.#address(), signal).catch(() => undefined);
    if (lease !== undefined) this.#see(lease);
  }

  #see(lease: KubeObject | undefined): void {
    const view = lease === undefined ? undefined : readLease(lease);
    const isNews = view?.renewTime !== this.#view?.renewTime || view?.holder !== this.#view?.holder;
    if (isNews) this.#seenAtMs = this.#options.clock.now();
    this.#lease = lease;
    this.#view = view;
  }

  #address(): { apiVersion: string; kind: string; namespace: string; name: string } {
    const { namespace, name } = this.#options;
    return { ...leaseKind, namespace, name };
  }
}

const leaseKind = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' } as const;
