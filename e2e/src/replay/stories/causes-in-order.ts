import { isJsonObject, type JsonValue } from '@flux19/objects';

/** Fields are looked at in the order that Go's maps happen to have. */
export function causesInOrder(body: JsonValue): JsonValue {
  const details = isJsonObject(body) ? body['details'] : undefined;
  const causes = isJsonObject(details) ? details['causes'] : undefined;
  if (!Array.isArray(causes)) return body;
  return causes.map((cause) => JSON.stringify(cause)).toSorted();
}
