import { fieldManagers, type Kustomization, type KustomizationStatus } from '@flux19/api';
import { formatGoDuration } from '@flux19/expressions';
import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { conditionsOf, type EventRecorder, findCondition, writeStatus } from '@flux19/runtime';
import type { Advice } from './advice.ts';
import type { Attempt, Outcome } from './outcome.ts';
import { statusAfter } from './status.ts';
import { intervalOf } from './timing.ts';

export interface ReporterOptions {
  readonly client: KubeClient;
  readonly recorder: EventRecorder;
  readonly now: () => number;
}

interface EventDetails {
  readonly metadata?: Readonly<Record<string, string>>;
  /** Instead of that of the Ready condition. */
  readonly reason?: string;
}

/** Tells the world how a Kustomization fares: its status and its events. Holds the object as the last write left it. */
export class Reporter {
  readonly #options: ReporterOptions;
  #current: Kustomization;

  constructor(kustomization: Kustomization, options: ReporterOptions) {
    this.#current = kustomization;
    this.#options = options;
  }

  /** The object with the status that was last written. */
  get kustomization(): Kustomization {
    return this.#current;
  }

  /** Writes the status of an outcome; sends nothing when it says what is there already. */
  async status(outcome: Outcome, signal: AbortSignal): Promise<void> {
    const { client, now } = this.#options;
    const status = statusAfter(this.#current, outcome, now());
    const write = {
      client,
      object: this.#current as KubeObject,
      status: status as never,
      fieldManager: fieldManagers.kustomizeStatus,
    };
    const written = await writeStatus(write, signal);
    this.#current = { ...this.#current, ...written, status: status satisfies KustomizationStatus } as Kustomization;
  }

  /** Flux: the reason of an event is that of the Ready condition, else the severity. */
  event(type: 'Normal' | 'Warning', message: string, attempt?: Attempt, details: EventDetails = {}): void {
    const ready = findCondition(conditionsOf(this.#current), 'Ready');
    const { metadata = {}, reason = ready?.reason ?? (type === 'Normal' ? 'info' : 'error') } = details;
    const { revision, originRevision } = attempt ?? {};
    this.#options.recorder.record({
      object: this.#current,
      type,
      reason,
      message,
      metadata: {
        ...(revision === undefined ? {} : { revision }),
        ...(originRevision === undefined ? {} : { originRevision }),
        ...metadata,
      },
    });
  }

  /** Something to know besides: an event in the cluster only. */
  advise(advice: Advice | undefined): void {
    if (advice === undefined) return;
    this.#options.recorder.record({ object: this.#current, type: 'Trace', ...advice });
  }

  /** The event that ends a pass; only commit statuses and generic webhooks care for it. */
  finished(attempt: Attempt, durationMs: number): void {
    const next = formatGoDuration(intervalOf(this.#current.spec));
    const message = `Reconciliation finished in ${formatGoDuration(durationMs)}, next run in ${next}`;
    this.event('Normal', message, attempt, { metadata: { commit_status: 'update' } });
  }
}
