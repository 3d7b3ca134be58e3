import { createHash } from 'node:crypto';
import type { FluxEvent } from '@flux19/runtime';
import type { Notification } from '../provider-type.ts';
import { eventJson } from '../shared/event-json.ts';
import { isError, metadataEntries } from '../shared/event-texts.ts';
import { encodeMessage, type ProtobufField } from './protobuf.ts';

const schemaUrl = 'https://opentelemetry.io/schemas/1.34.0';
const scopeName = 'flux:notification-controller';
const internalKind = 1;
const okStatus = 1;
const errorStatus = 2;
/** Sampled, and a parent that is known to be remote: what Flux's span says. */
const flags = 0x301;

/** One span about the event, as `ExportTraceServiceRequest`: what happens for one alert and revision shares a trace. */
export function traceRequest(notification: Notification): Uint8Array<ArrayBuffer> {
  const { alert } = notification;
  const resource = encodeMessage(
    attributes(1, [
      ['service.name', `${alert.namespace}/${alert.name}`],
      ['service.namespace', alert.namespace],
      ['service.instance.id', alert.uid],
    ]),
  );
  const scope = encodeMessage([{ number: 1, text: scopeName }]);
  const scopeSpans = encodeMessage([
    { number: 1, bytes: scope },
    { number: 2, bytes: span(notification) },
  ]);
  const resourceSpans = encodeMessage([
    { number: 1, bytes: resource },
    { number: 2, bytes: scopeSpans },
    { number: 3, text: schemaUrl },
  ]);
  return encodeMessage([{ number: 1, bytes: resourceSpans }]);
}

function span({ event, alert, nowMs }: Notification): Uint8Array {
  const { uid = '', kind, name, namespace = '' } = event.involvedObject;
  const trace = createHash('sha256')
    .update(`${alert.uid}:${revisionOf(event)}`)
    .digest();
  const own = createHash('sha256')
    .update(`${nowMs}:${eventJson(event)}`)
    .digest();
  return encodeMessage([
    { number: 1, bytes: trace.subarray(0, 16) },
    { number: 2, bytes: own.subarray(0, 8) },
    { number: 5, text: `${kind}: ${namespace}/${name}` },
    { number: 6, varint: internalKind },
    { number: 7, fixed64: nanoseconds(Date.parse(event.timestamp)) },
    { number: 8, fixed64: nanoseconds(nowMs) },
    ...attributes(9, [
      ['object.uid', uid],
      ['object.kind', kind],
      ['object.name', name],
      ['object.namespace', namespace],
      ...metadataEntries(event),
    ]),
    { number: 15, bytes: status(event) },
    { number: 16, fixed32: flags },
  ]);
}

/** OpenTelemetry keeps the text of errors only. */
function status(event: FluxEvent): Uint8Array {
  if (!isError(event)) return encodeMessage([{ number: 3, varint: okStatus }]);
  return encodeMessage([
    { number: 2, text: event.message },
    { number: 3, varint: errorStatus },
  ]);
}

function attributes(number: number, pairs: readonly (readonly [string, string])[]): readonly ProtobufField[] {
  return pairs.map(([key, value]) => ({
    number,
    bytes: encodeMessage([
      { number: 1, text: key },
      { number: 2, bytes: encodeMessage([{ number: 1, text: value }]) },
    ]),
  }));
}

function revisionOf({ metadata = {} }: FluxEvent): string {
  const [digest, version] = [metadata['oci-digest'], metadata['app-version']];
  if (digest !== undefined && version !== undefined) return `${version}@${digest}`;
  return metadata['revision'] ?? 'unknown';
}

function nanoseconds(ms: number): bigint {
  return Number.isNaN(ms) ? 0n : BigInt(Math.round(ms)) * 1_000_000n;
}
