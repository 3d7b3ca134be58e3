import type { Alert } from '@flux19/api';
import type { FluxEvent } from '@flux19/runtime';
import { eventGroup, objectGroup } from '../intake/event-metadata.ts';

/** The event as an Alert tells it. */
export interface MergedEvent {
  readonly event: FluxEvent;
  /** Keys that several sources gave, with these sources from the weakest to the strongest. */
  readonly conflicts: Readonly<Record<string, string>>;
}

/** What Flux says of them. */
export const conflictMessage =
  'metadata key conflicts detected (please refer to the Alert API docs and Flux RFC 0008 for more information)';

/**
 * Merges metadata as RFC 0008 of Flux wants it, from the weakest: annotations of the object, the Alert's eventMetadata, its summary,
 * what the controller gave. Keys lose their group.
 */
export function mergeMetadata(event: FluxEvent, { spec }: Alert): MergedEvent {
  const given = Object.entries(event.metadata ?? {});
  const sources: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    ['involved object annotations', withoutPrefix(given, `${eventGroup}/`)],
    ['Alert object .spec.eventMetadata', Object.entries(spec.eventMetadata ?? {})],
    [
      'Alert object .spec.summary',
      spec.summary === undefined || spec.summary === '' ? [] : [['summary', spec.summary]],
    ],
    ['involved object controller metadata', withoutPrefix(given, `${objectGroup(event)}/`)],
  ];
  const merged = new Map<string, string>();
  const givers = new Map<string, string[]>();
  for (const [source, entries] of sources) {
    for (const [key, value] of entries) {
      merged.set(key, value);
      givers.set(key, [...(givers.get(key) ?? []), source]);
    }
  }
  const conflicts = [...givers].filter(([, names]) => names.length > 1).map(([key, names]) => [key, names.join(', ')]);
  return {
    event: merged.size === 0 ? event : { ...event, metadata: Object.fromEntries(merged) },
    conflicts: Object.fromEntries(conflicts),
  };
}

function withoutPrefix(
  entries: readonly (readonly [string, string])[],
  prefix: string,
): readonly (readonly [string, string])[] {
  return entries.filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]);
}
