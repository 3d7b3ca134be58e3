import type { KubeObject } from '@flux19/objects';

/** A request for what a container has written. */
export interface PodLogRequest {
  readonly pod: KubeObject;
  /** Names a container or init container of the pod. */
  readonly container: string;
  /** `follow`, `tailLines`, `sinceSeconds`, `sinceTime`, `timestamps`, `limitBytes`, `previous`, as the client gave them. */
  readonly query: URLSearchParams;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
}

/** Reads the logs of pods; undefined when nothing is known of a container, which is answered with an empty log. */
export type PodLogs = (request: PodLogRequest) => string | ReadableStream<Uint8Array> | undefined;
