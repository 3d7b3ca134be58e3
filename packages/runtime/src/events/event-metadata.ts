import { type KubeObject, parseApiVersion } from '@flux19/objects';
import type { EventRequest, EventSubject, FluxEvent } from './flux-event.ts';

/** Annotations of an object with this prefix go along with each of its events. */
const eventAnnotationPrefix = 'event.toolkit.fluxcd.io/';

const severities = { Normal: 'info', Warning: 'error', Trace: 'trace' } as const;

/** Flux's metadata: what the controller gave, under the object's API group, and the object's own event annotations. */
export function eventMetadata({ object, metadata = {} }: EventRequest): Readonly<Record<string, string>> {
  const { group } = parseApiVersion(object.apiVersion);
  const given = Object.entries(metadata).map(([key, value]): [string, string] => [
    key.includes('/') ? key : `${group}/${key}`,
    value,
  ]);
  const own = Object.entries(object.metadata.annotations ?? {}).filter(([key]) =>
    key.startsWith(eventAnnotationPrefix),
  );
  return Object.fromEntries([...given, ...own]);
}

/** The reference to the object of an event. */
export function eventSubject({ apiVersion, kind, metadata }: KubeObject): EventSubject {
  const { name, namespace, uid, resourceVersion } = metadata;
  return {
    apiVersion,
    kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
}

/** The event that goes to the notification side. */
export function fluxEvent(request: EventRequest, controller: string, instance: string, timestamp: string): FluxEvent {
  const metadata = eventMetadata(request);
  return {
    involvedObject: eventSubject(request.object),
    severity: severities[request.type],
    timestamp,
    message: request.message,
    reason: request.reason,
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    reportingController: controller,
    reportingInstance: instance,
  };
}
