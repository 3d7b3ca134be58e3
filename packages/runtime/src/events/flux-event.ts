import type { KubeObject } from '@flux19/objects';

/** Identifies the object of an event: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-reference/ */
export interface EventSubject {
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/** The JSON that Flux's controllers send to the notification-controller. */
export interface FluxEvent {
  readonly involvedObject: EventSubject;
  readonly severity: 'info' | 'error' | 'trace';
  /** RFC 3339, UTC. */
  readonly timestamp: string;
  readonly message: string;
  readonly reason: string;
  /** Keys as Flux writes them, `<group>/revision` and so on. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly reportingController: string;
  readonly reportingInstance: string;
}

export interface EventRequest {
  readonly object: KubeObject;
  /** Trace becomes a Kubernetes Event of type Normal only; nobody is notified. */
  readonly type: 'Normal' | 'Warning' | 'Trace';
  /** PascalCase, the reason of the Ready condition as a rule. */
  readonly reason: string;
  readonly message: string;
  /** Without the group: `{ revision: 'main@sha1:..' }` is sent as `kustomize.toolkit.fluxcd.io/revision`. */
  readonly metadata?: Readonly<Record<string, string>>;
}
