import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import type { EventSubject, FluxEvent } from '@flux19/runtime';
import { parseJsonObject } from '../http/parse-json-object.ts';

/** The event that a body holds; undefined when it holds none. Fields that are missing are empty, as Go decodes them. */
export function parseEvent(body: string): FluxEvent | undefined {
  const object = parseJsonObject(body);
  if (object === undefined) return undefined;
  try {
    return readEvent(object);
  } catch (thrown) {
    if (thrown instanceof WrongTypeError) return undefined;
    throw thrown;
  }
}

class WrongTypeError extends Error {}

function readEvent(object: JsonObject): FluxEvent {
  const severity = text(object, 'severity');
  if (severity !== 'info' && severity !== 'error' && severity !== 'trace' && severity !== '')
    throw new WrongTypeError();
  const timestamp = text(object, 'timestamp');
  if (timestamp !== '' && Number.isNaN(Date.parse(timestamp))) throw new WrongTypeError();
  return {
    involvedObject: readSubject(object['involvedObject']),
    severity: severity === '' ? 'info' : severity,
    timestamp: timestamp === '' ? '1970-01-01T00:00:00Z' : inSeconds(timestamp),
    message: text(object, 'message'),
    reason: text(object, 'reason'),
    metadata: readMetadata(object['metadata']),
    reportingController: text(object, 'reportingController'),
    reportingInstance: text(object, 'reportingInstance'),
  };
}

function readSubject(value: JsonValue | undefined): EventSubject {
  if (value === undefined || value === null) return { apiVersion: '', kind: '', name: '' };
  if (!isJsonObject(value)) throw new WrongTypeError();
  const optional = (['namespace', 'uid', 'resourceVersion'] as const)
    .map((key): [string, string] => [key, text(value, key)])
    .filter(([, content]) => content !== '');
  return {
    apiVersion: text(value, 'apiVersion'),
    kind: text(value, 'kind'),
    name: text(value, 'name'),
    ...Object.fromEntries(optional),
  };
}

function readMetadata(value: JsonValue | undefined): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  if (!isJsonObject(value)) throw new WrongTypeError();
  return Object.fromEntries(Object.keys(value).map((key) => [key, text(value, key)]));
}

function text(object: JsonObject, key: string): string {
  const value = object[key];
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new WrongTypeError();
  return value;
}

/** Kubernetes' times have no fractions. */
function inSeconds(timestamp: string): string {
  return `${new Date(timestamp).toISOString().slice(0, 19)}Z`;
}
