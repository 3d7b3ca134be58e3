import { conditionTypes, reasons } from '@flux19/api';
import { hasReason, type KubeClient } from '@flux19/kube';
import { isJsonObject, type JsonObject, type KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import {
  conditionsOf,
  type EventRecorder,
  findCondition,
  isConditionTrue,
  type Logger,
  writeStatus,
} from '@flux19/runtime';
import { commonStatus, type Outcome } from './outcome.ts';

/** Name under which the controller writes, and component of its events. */
export const fieldManager = 'image-automation-controller';

export interface ReporterOptions {
  readonly client: KubeClient;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
  readonly log: Logger;
  /** Told of each state that was written. */
  readonly remember: (object: KubeObject) => void;
}

/** Tells the world how an object fares: its status, its events and the log. Holds the object as the last write left it. */
export class Reporter<Kind extends KubeObject> {
  readonly #options: ReporterOptions;
  readonly #before: Kind;
  #current: Kind;

  constructor(object: Kind, options: ReporterOptions) {
    this.#before = object;
    this.#current = object;
    this.#options = options;
  }

  /** Writes the status of an outcome, with what else has changed in it; sends nothing when nothing has. */
  async status(outcome: Outcome, changes: Partial<Kind['status'] & object>, signal: AbortSignal): Promise<void> {
    const { client, clock, remember } = this.#options;
    const before = isJsonObject(this.#current['status']) ? this.#current['status'] : {};
    const status = withoutUndefined({ ...before, ...changes, ...commonStatus(this.#current, outcome, clock.now()) });
    try {
      const written = await writeStatus({ client, object: this.#current, status, fieldManager }, signal);
      remember(written);
      this.#current = { ...this.#current, ...written, status };
    } catch (thrown) {
      // An object that is gone needs no status.
      if (!hasReason(thrown, 'NotFound')) throw thrown;
    }
  }

  /**
   * Records the event that ends a pass, as Flux decides.
   *
   * @param pushed what was pushed, in place of the message of the Ready condition
   * @param isSkipped nothing had to be looked at
   */
  finish({ pushed, isSkipped = false }: { readonly pushed?: string; readonly isSkipped?: boolean } = {}): void {
    const ready = findCondition(conditionsOf(this.#current), conditionTypes.ready);
    if (ready === undefined) return;
    const { reason, message } = ready;
    if (!isReady(this.#current)) {
      this.#options.log.error(message, new Error(reason));
      this.#record('Warning', reason, message);
      return;
    }
    const isNews = !isReady(this.#before) || pushed !== undefined;
    const quietly = isSkipped ? 'no change since last reconciliation' : message;
    const text = isNews ? (pushed ?? message) : quietly;
    this.#options.log.info(text);
    this.#record(isNews ? 'Normal' : 'Trace', isNews ? reason : reasons.succeeded, text);
  }

  #record(type: 'Normal' | 'Warning' | 'Trace', reason: string, message: string): void {
    this.#options.recorder.record({ object: this.#current, type, reason, message });
  }
}

function isReady(object: KubeObject): boolean {
  const conditions = conditionsOf(object);
  const { ready, reconciling, stalled } = conditionTypes;
  const isBusy = isConditionTrue(conditions, reconciling) || isConditionTrue(conditions, stalled);
  return isConditionTrue(conditions, ready) && !isBusy;
}

/** A key without value is how a status drops a field. */
function withoutUndefined(status: object): JsonObject {
  const json: unknown = Object.fromEntries(Object.entries(status).filter(([, value]) => value !== undefined));
  return isJsonObject(json) ? json : {};
}
