import type { KubeClient } from '@flux19/kube';
import type { Clock } from '@flux19/ports';
import type { EventRequest, FluxEvent } from './flux-event.ts';
import type { Logger } from './logger.ts';

export interface EventRecorderOptions {
  readonly client: KubeClient;
  /** Flux's name of the controller: `kustomize-controller`. */
  readonly controller: string;
  /** Host or Pod name. */
  readonly instance: string;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Told of every event that is not a trace: the notification side. */
  readonly notify?: (event: FluxEvent) => void;
}

/** Writes Kubernetes Events and hands Flux events on. Recording never fails and never waits. */
export interface EventRecorder {
  record(request: EventRequest): void;
  /** Resolves when everything recorded so far was written or given up. */
  flush(signal: AbortSignal): Promise<void>;
}

/** Makes a recorder that counts repeated events as client-go does. */
export function createEventRecorder(_options: EventRecorderOptions): EventRecorder {
  throw new Error('not written yet');
}
