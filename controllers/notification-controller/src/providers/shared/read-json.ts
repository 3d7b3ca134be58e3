import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import type { Answer } from '../../http/outgoing-request.ts';
import { parseAnyJson } from '../../http/parse-json-object.ts';
import { DeliveryError } from '../delivery-error.ts';

/** The object that an answer holds. */
export function answeredObject({ body }: Answer): JsonObject {
  const value = parseAnyJson(body);
  if (!isJsonObject(value)) throw new DeliveryError('the answer is not a JSON object');
  return value;
}

/** The objects of the list that an answer holds. */
export function answeredObjects({ body }: Answer): readonly JsonObject[] {
  const value = parseAnyJson(body);
  if (!Array.isArray(value)) throw new DeliveryError('the answer is not a JSON list');
  return value.filter(isJsonObject);
}

/** A field that is text; empty when it is something else. */
export function textField(object: JsonObject, name: string): string {
  const value = object[name];
  return typeof value === 'string' ? value : '';
}

/** A field that is an object; empty when it is something else. */
export function objectField(object: JsonObject, name: string): JsonObject {
  const value: JsonValue | undefined = object[name];
  return isJsonObject(value) ? value : {};
}
