import { hasReason, type KubeClient } from '@flux19/kube';
import { type Condition, isJsonObject, type JsonObject, type KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { EventRecorder } from '../events/event-recorder.ts';
import type { Logger } from '../logs/logger.ts';
import { conditionsOf, findCondition, isConditionTrue } from './conditions.ts';
import { commonStatus, type Outcome } from './outcome.ts';
import { writeStatus } from './status-writer.ts';

export interface ObjectReporterOptions {
  readonly client: KubeClient;
  /** Name under which the controller writes. */
  readonly fieldManager: string;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
  readonly log: Logger;
  /** Told of each state that was written. */
  readonly remember: (object: KubeObject) => void;
}

/** How an object was before a pass. */
export interface BeforePass {
  readonly isReady: boolean;
  readonly message: string | undefined;
}

/** What a pass has to tell. News are for everybody, the rest is only noted. */
export interface PassEvent {
  readonly isNews: boolean;
  readonly text: string;
}

/** Tells the world how an object fares: its status, its events and the log. Holds the object as the last write left it. */
export class ObjectReporter<Kind extends KubeObject> {
  readonly #options: ObjectReporterOptions;
  readonly #before: Kind;
  #current: Kind;

  constructor(object: Kind, options: ObjectReporterOptions) {
    this.#before = object;
    this.#current = object;
    this.#options = options;
  }

  /** Writes the status of an outcome, with what else has changed in it; sends nothing when nothing has. */
  async status(outcome: Outcome, changes: Partial<Kind['status'] & object>, signal: AbortSignal): Promise<void> {
    const { client, clock, fieldManager, remember } = this.#options;
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

  /** Records the event that ends a pass: a failure for everybody; of an object that is ready what `tell` makes of it. */
  finish(tell: (ready: Condition, before: BeforePass) => PassEvent): void {
    const ready = findCondition(conditionsOf(this.#current), 'Ready');
    if (ready === undefined) return;
    if (!isReady(this.#current)) {
      this.#options.log.error(ready.message, new Error(ready.reason));
      this.#record('Warning', ready.reason, ready.message);
      return;
    }
    const message = findCondition(conditionsOf(this.#before), 'Ready')?.message;
    const { isNews, text } = tell(ready, { isReady: isReady(this.#before), message });
    this.#options.log.info(text);
    this.#record(isNews ? 'Normal' : 'Trace', isNews ? ready.reason : 'Succeeded', text);
  }

  #record(type: 'Normal' | 'Warning' | 'Trace', reason: string, message: string): void {
    this.#options.recorder.record({ object: this.#current, type, reason, message });
  }
}

function isReady(object: KubeObject): boolean {
  const conditions = conditionsOf(object);
  const isBusy = isConditionTrue(conditions, 'Reconciling') || isConditionTrue(conditions, 'Stalled');
  return isConditionTrue(conditions, 'Ready') && !isBusy;
}

/** A key without value is how a status drops a field. */
function withoutUndefined(status: object): JsonObject {
  const json: unknown = Object.fromEntries(Object.entries(status).filter(([, value]) => value !== undefined));
  return isJsonObject(json) ? json : {};
}
