import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { parseAnyJson } from '../http/parse-json-object.ts';
import { WebhookError } from './receiver-type.ts';

/** The JSON object in a body; null counts as an empty one. Throws {@link WebhookError}. `host`: who is said to have sent it. */
export function readPayload(body: string, host: string): JsonObject {
  const value = parseAnyJson(body);
  if (value === null) return {};
  if (!isJsonObject(value)) throw new WebhookError(`cannot decode ${host} webhook payload`);
  return value;
}

/** A text in a payload; empty when it is absent. Throws {@link WebhookError} for another type. */
export function payloadText(object: JsonObject, key: string, host: string): string {
  const value = object[key];
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new WebhookError(`cannot decode ${host} webhook payload`);
  return value;
}

/** An object in a payload; empty when it is absent. Throws {@link WebhookError} for another type. */
export function payloadObject(object: JsonObject, key: string, host: string): JsonObject {
  const value: JsonValue | undefined = object[key];
  if (value === undefined || value === null) return {};
  if (!isJsonObject(value)) throw new WebhookError(`cannot decode ${host} webhook payload`);
  return value;
}
