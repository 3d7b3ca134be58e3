import type { FluxEvent } from '@flux19/runtime';
import { printGoJson } from '../../http/go-json.ts';
import { metadataEntries } from './event-texts.ts';

/** The event with its fields in Flux's order, without those that are empty. */
export function orderedEvent(event: FluxEvent): Readonly<Record<string, unknown>> {
  const { kind, namespace, name, uid, apiVersion, resourceVersion } = event.involvedObject;
  const metadata = metadataEntries(event);
  const { severity, timestamp, message, reason, reportingController, reportingInstance } = event;
  return {
    involvedObject: withoutEmpty({ kind, namespace, name, uid, apiVersion, resourceVersion }),
    severity,
    timestamp,
    message,
    reason,
    ...(metadata.length === 0 ? {} : { metadata: Object.fromEntries(metadata) }),
    reportingController,
    ...(reportingInstance === '' ? {} : { reportingInstance }),
  };
}

/** The JSON that Flux forwards. */
export function eventJson(event: FluxEvent): string {
  return printGoJson(orderedEvent(event));
}

function withoutEmpty(fields: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const given = Object.entries(fields).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  return Object.fromEntries(given);
}
