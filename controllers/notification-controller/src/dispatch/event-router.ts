import type { Alert } from '@flux19/api';
import type { FluxEvent, Logger } from '@flux19/runtime';
import type { AlertIndex } from '../alerts/alert-index.ts';
import type { AlertRule } from '../alerts/alert-rule.ts';
import type { NotificationSettings } from '../settings/notification-settings.ts';
import { type DeliverMeans, deliverEvent, subjectText } from './deliver-event.ts';
import { type LabelMeans, labelsMatch } from './labels-match.ts';
import { ProviderQueue } from './provider-queue.ts';

export interface EventRouterOptions extends DeliverMeans, LabelMeans {
  readonly alerts: AlertIndex;
  readonly log: Logger;
  readonly settings: NotificationSettings;
  /** Ends every delivery. */
  readonly signal: AbortSignal;
}

/** Puts events into the queues of the Providers that are to be told of them. */
export class EventRouter {
  readonly #options: EventRouterOptions;
  readonly #queues = new Map<string, ProviderQueue>();
  #flushed: (() => void)[] = [];

  constructor(options: EventRouterOptions) {
    this.#options = options;
  }

  /** Neither throws nor waits. */
  readonly route = (event: FluxEvent): void => {
    const { alerts, log, signal } = this.#options;
    if (signal.aborted) return;
    for (const rule of alerts.rulesFor(event)) {
      try {
        this.#offer(event, rule);
      } catch (thrown) {
        // One Alert must not keep the others from their event.
        log.error('failed to match an event with an alert', thrown, { alert: rule.alert.metadata.name });
      }
    }
  };

  /** Deliveries that wait or are under way, by the Provider's namespace and name. */
  lengths(): ReadonlyMap<string, number> {
    return new Map([...this.#queues].map(([key, queue]) => [key, queue.length]));
  }

  /** Resolves when nothing waits or is under way; rejects with the signal's reason. */
  async idle(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if ([...this.#queues.values()].every(({ isIdle }) => isIdle)) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    this.#flushed.push(resolve);
    await promise.finally(() => signal.removeEventListener('abort', stop));
  }

  #offer(event: FluxEvent, { alert, problems, judge }: AlertRule): void {
    const { reporter, settings } = this.#options;
    const verdict = judge(event);
    for (const problem of problems) reporter.warn(alert, 'InvalidConfig', problem);
    if (verdict.kind === 'no') return;
    const { namespace = '', name } = alert.metadata;
    if (!settings.allowsCrossNamespaceReferences && event.involvedObject.namespace !== namespace) {
      const why = `alert '${namespace}/${name}' can't process event from '${subjectText(event)}', cross-namespace references have been blocked`;
      this.#drop(event, alert, `discarding event, access denied to cross-namespace sources: ${why}`);
      return;
    }
    const labels = verdict.kind === 'ifLabelled' ? verdict.labels : undefined;
    const key = `${namespace}/${alert.spec.providerRef.name}`;
    const isTaken = this.#queue(key).add({
      lane: subjectText(event),
      size: sizeOf(event),
      run: () => this.#run(key, event, alert, labels),
    });
    if (!isTaken) this.#drop(event, alert, `the queue of provider '${alert.spec.providerRef.name}' is full`);
  }

  #drop(event: FluxEvent, alert: Alert, why: string): void {
    const message = `failed to dispatch notification for ${subjectText(event)}: ${why}`;
    this.#options.reporter.warn(alert, 'NotificationDispatchFailed', message);
  }

  #queue(key: string): ProviderQueue {
    const { queueCapacity: capacity, queueConcurrency: concurrency } = this.#options.settings;
    const known = this.#queues.get(key) ?? new ProviderQueue({ capacity, concurrency });
    this.#queues.set(key, known);
    return known;
  }

  /** Never rejects. */
  async #run(
    key: string,
    event: FluxEvent,
    alert: Alert,
    labels: readonly Readonly<Record<string, string>>[] | undefined,
  ): Promise<void> {
    const { signal, log } = this.#options;
    try {
      if (labels !== undefined && !(await labelsMatch(event, labels, alert, this.#options, signal))) return;
      await deliverEvent(event, alert, this.#options, signal);
    } catch (thrown) {
      if (!signal.aborted) log.error('failed to deliver an event', thrown, { alert: alert.metadata.name });
    } finally {
      // The queue counts this item until the promise has settled.
      setImmediate(() => this.#settle(key));
    }
  }

  #settle(key: string): void {
    const queue = this.#queues.get(key);
    if (queue?.isIdle === true) this.#queues.delete(key);
    if (this.#flushed.length === 0 || this.#queues.size > 0) return;
    const waiting = this.#flushed;
    this.#flushed = [];
    for (const resolve of waiting) resolve();
  }
}

function sizeOf({ message, metadata = {} }: FluxEvent): number {
  return Object.entries(metadata).reduce((sum, [key, value]) => sum + key.length + value.length, message.length + 500);
}
