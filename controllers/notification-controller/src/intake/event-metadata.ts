import { parseApiVersion } from '@flux19/objects';
import type { FluxEvent } from '@flux19/runtime';

/** API group of events, and prefix of annotations that become metadata. */
export const eventGroup = 'event.toolkit.fluxcd.io';

/** API group of the object that an event is about. */
export function objectGroup({ involvedObject }: FluxEvent): string {
  return parseApiVersion(involvedObject.apiVersion).group;
}

/** Metadata that a controller gave under the group of its object. */
export function controllerMetadata(event: FluxEvent, key: string): string | undefined {
  return event.metadata?.[`${objectGroup(event)}/${key}`];
}

/**
 * The event with what alerts may use of its metadata: entries of the object's group and of the event group, without checksums and
 * digests.
 */
export function withUsefulMetadata(event: FluxEvent): FluxEvent {
  const group = `${objectGroup(event)}/`;
  const excluded = [`${group}checksum`, `${group}digest`].map((key) => key.toLowerCase());
  const entries = Object.entries(event.metadata ?? {}).filter(
    ([key]) => (key.startsWith(`${eventGroup}/`) || key.startsWith(group)) && !excluded.includes(key.toLowerCase()),
  );
  return { ...event, metadata: Object.fromEntries(entries) };
}

/** The event without its token, which only tells duplicates apart. */
export function withoutToken(event: FluxEvent): FluxEvent {
  const key = `${objectGroup(event)}/token`;
  if (event.metadata?.[key] === undefined) return event;
  const { [key]: token, ...metadata } = event.metadata;
  void token;
  return { ...event, metadata };
}
