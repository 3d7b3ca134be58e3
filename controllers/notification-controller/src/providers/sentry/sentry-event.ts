import { createHash } from 'node:crypto';
import type { FluxEvent } from '@flux19/runtime';
import { eventJson } from '../shared/event-json.ts';
import { metadataEntries } from '../shared/event-texts.ts';

/** What both kinds of Sentry event have. */
export interface SentryEvent {
  readonly event_id: string;
  readonly [field: string]: unknown;
}

/** An error, as Sentry counts errors. */
export function errorEvent(event: FluxEvent, environment: string): SentryEvent {
  return {
    ...common(event, environment),
    contexts: { metadata: Object.fromEntries(metadataEntries(event)) },
    level: event.severity,
    server_name: event.reportingController,
  };
}

/** Anything else: a transaction, which raises no alarm but shows that something ran. */
export function transactionEvent(event: FluxEvent, environment: string): SentryEvent {
  const { kind, namespace = '', name } = event.involvedObject;
  const digest = digestOf(event);
  const trace = { trace_id: digest.slice(0, 32), span_id: digest.slice(32, 48), op: 'event' };
  const tags = {
    flux_involved_object_kind: kind,
    flux_involved_object_namespace: namespace,
    flux_involved_object_name: name,
    flux_reporting_controller: event.reportingController,
    flux_reporting_instance: event.reportingInstance,
    flux_reason: event.reason,
    ...Object.fromEntries(metadataEntries(event)),
  };
  const times = { start_timestamp: event.timestamp, timestamp: event.timestamp };
  return {
    ...common(event, environment),
    type: 'transaction',
    contexts: { trace },
    tags,
    ...times,
    spans: [{ ...trace, tags, ...times }],
  };
}

function common(event: FluxEvent, environment: string): SentryEvent {
  const { kind, namespace = '', name } = event.involvedObject;
  return {
    // The same event twice is one event.
    event_id: digestOf(event).slice(0, 32),
    environment: environment === '' ? 'production' : environment,
    message: event.message,
    platform: 'other',
    timestamp: event.timestamp,
    transaction: `${kind}: ${namespace}/${name}`,
  };
}

function digestOf(event: FluxEvent): string {
  return createHash('sha256').update(eventJson(event)).digest('hex');
}
