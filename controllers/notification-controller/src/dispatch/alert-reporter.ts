import type { Alert } from '@flux19/api';
import type { EventRecorder, Logger } from '@flux19/runtime';

/** Tells what goes wrong with an Alert: as an Event about it, and in the log. */
export class AlertReporter {
  readonly #recorder: EventRecorder;
  readonly #log: Logger;

  constructor(recorder: EventRecorder, log: Logger) {
    this.#recorder = recorder;
    this.#log = log;
  }

  /** `message` must hold no secret. */
  warn(alert: Alert, reason: string, message: string, metadata: Readonly<Record<string, string>> = {}): void {
    this.#recorder.record({ object: alert, type: 'Warning', reason, message, metadata });
    const { namespace, name } = alert.metadata;
    const fields = { alert: { namespace, name, providerName: alert.spec.providerRef.name } };
    this.#log.error(reason, new Error(message), fields);
  }

  /** Not worth an Event. */
  note(alert: Alert, message: string): void {
    const { namespace, name } = alert.metadata;
    this.#log.debug(message, { alert: { namespace, name } });
  }
}
