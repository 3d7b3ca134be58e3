import { getKey, isJsonObject, type JsonObject, type JsonValue, printJson, setKey } from '@flux19/objects';
import { metadataFields } from '../meta/metadata-fields.ts';

/**
 * A patched object as refusals show it. What the patch went through was a map in Go, whose keys are printed in order;
 * everything else keeps the order of Go's structs, which for metadata is not ours.
 */
export function showPatched(patched: JsonObject, change: JsonValue): string {
  const touched = Array.isArray(change) ? touchedByOperations(change) : change;
  const [metadata, touchedMetadata] = [patched['metadata'], isJsonObject(touched) ? touched['metadata'] : undefined];
  const isWhole = isJsonObject(metadata) && !isJsonObject(touchedMetadata);
  return printJson(sorted(isWhole ? { ...patched, metadata: inGoOrder(metadata) } : patched, touched));
}

function sorted(value: JsonValue | undefined, touched: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(value) || !isJsonObject(touched)) return value;
  const result: JsonObject = {};
  for (const key of Object.keys(value).toSorted()) {
    const inner = sorted(getKey(value, key), getKey(touched, key));
    if (inner !== undefined) setKey<JsonValue>(result, key, inner);
  }
  return result;
}

/** The maps that the paths of a JSON patch lead through. */
function touchedByOperations(operations: readonly JsonValue[]): JsonObject {
  const root: JsonObject = {};
  for (const operation of operations) {
    const path = isJsonObject(operation) ? operation['path'] : undefined;
    let place = root;
    for (const key of typeof path === 'string' ? path.split('/').slice(1, -1) : []) {
      const next = getKey(place, key);
      const inner: JsonObject = isJsonObject(next) ? next : {};
      setKey<JsonValue>(place, key, inner);
      place = inner;
    }
  }
  return root;
}

function inGoOrder(metadata: JsonObject): JsonObject {
  return Object.fromEntries(metadataFields.flatMap((key) => (key in metadata ? [[key, metadata[key]]] : [])));
}
