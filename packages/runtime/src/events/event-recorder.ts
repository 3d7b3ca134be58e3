import type { KubeClient } from '@flux19/kube';
import { type Clock, systemClock } from '@flux19/ports';
import type { Logger } from '../logs/logger.ts';
import { redactText } from '../logs/redact.ts';
import { formatTime } from '../status/conditions.ts';
import { EventCorrelator } from './event-correlator.ts';
import { fluxEvent } from './event-metadata.ts';
import { EventWriter } from './event-writer.ts';
import type { EventRequest, FluxEvent } from './flux-event.ts';

export interface EventRecorderOptions {
  readonly client: KubeClient;
  /** Flux's name of the controller: `kustomize-controller`. */
  readonly controller: string;
  /** Host or Pod name. */
  readonly instance: string;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Told of every event that is not a trace: the notification side. Must not throw or wait. */
  readonly notify?: (event: FluxEvent) => void;
}

/** Writes Kubernetes Events and hands Flux events on. Recording never fails and never waits. */
export interface EventRecorder {
  record(request: EventRequest): void;
  /** Resolves when everything recorded so far was written or given up. */
  flush(signal: AbortSignal): Promise<void>;
}

/** Makes a recorder that counts repeated events as client-go does. */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { client, controller, instance, log, clock = systemClock, notify } = options;
  const correlator = new EventCorrelator();
  const writer = new EventWriter({ client, controller, instance, log, clock });
  return {
    record(given) {
      const request = { ...given, message: redactText(given.message) };
      const nowMs = clock.now();
      const correlation = correlator.correlate(request, nowMs);
      if (correlation.kind !== 'drop') writer.write(request, correlation, nowMs);
      if (request.type !== 'Trace') notify?.(fluxEvent(request, controller, instance, formatTime(nowMs)));
    },
    flush: (signal) => writer.flush(signal),
  };
}
