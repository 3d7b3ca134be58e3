import type { JsonObject } from '@flux19/objects';
import { numberField, objectField, textField } from '../json/fields.ts';
import type { Printer } from '../kinds/kind-rules.ts';
import { formatAge } from './age.ts';
import { type CellColumn, columnPrinter, name, text, textAt, wide } from './column-printer.ts';

/** A field of an event under the name it has in the core group or the one it has in events.k8s.io. */
function either(event: JsonObject, core: string, events: string): string {
  return textField(event, core) || textField(event, events);
}

function involved(event: JsonObject): JsonObject | undefined {
  return objectField(event, 'involvedObject') ?? objectField(event, 'regarding');
}

function firstSeen(event: JsonObject, now: number): string {
  const first = either(event, 'firstTimestamp', 'deprecatedFirstTimestamp');
  return formatAge(first || textField(event, 'eventTime'), now);
}

function lastSeen(event: JsonObject, now: number): string {
  const series = objectField(event, 'series');
  if (series !== undefined) return formatAge(textField(series, 'lastObservedTime'), now);
  const last = either(event, 'lastTimestamp', 'deprecatedLastTimestamp');
  return last === '' ? firstSeen(event, now) : formatAge(last, now);
}

function timesSeen(event: JsonObject): number {
  const series = objectField(event, 'series');
  const counted = numberField(series ?? event, 'count') ?? numberField(event, 'deprecatedCount') ?? 0;
  return series === undefined && counted === 0 ? 1 : counted;
}

function target(event: JsonObject): string {
  const kind = textField(involved(event), 'kind').toLowerCase();
  const of = textField(involved(event), 'name');
  return of === '' ? kind : `${kind}/${of}`;
}

function source(event: JsonObject): string {
  const from = objectField(event, 'source') ?? objectField(event, 'deprecatedSource');
  const component = textField(from, 'component') || either(event, 'reportingComponent', 'reportingController');
  const host = textField(from, 'host') || textField(event, 'reportingInstance');
  return host === '' ? component : `${component}, ${host}`;
}

const nameColumn: CellColumn = wide(name);

export const eventPrinter: Printer = columnPrinter(
  text('Last Seen', lastSeen),
  text('Type', textAt('type')),
  text('Reason', textAt('reason')),
  text('Object', target),
  wide(text('Subobject', (event) => textField(involved(event), 'fieldPath'))),
  wide(text('Source', source)),
  text('Message', (event) => either(event, 'message', 'note').trim()),
  wide(text('First Seen', firstSeen)),
  wide(text('Count', timesSeen)),
  nameColumn,
);
