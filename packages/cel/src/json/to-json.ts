import { type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import { CelError } from '../cel-error.ts';
import { Fault } from '../values/fault.ts';
import { CelList } from '../values/list.ts';
import { CelMap } from '../values/map.ts';
import { Opaque } from '../values/opaque.ts';
import { Optional } from '../values/optional.ts';
import { Duration, formatDuration, formatTimestamp, Timestamp } from '../values/time.ts';
import { TypeValue } from '../values/type-value.ts';
import { UnsignedInt } from '../values/unsigned-int.ts';
import type { Value } from '../values/value.ts';
import { work } from '../values/work.ts';

/** A value as plain JSON: bytes in base64, times as text, an absent optional as null. Throws CelError for a fault. */
export function toJson(value: Value): JsonValue {
  if (typeof value === 'bigint') return integer(value);
  if (value === null || typeof value !== 'object') return value;
  work(1);
  if (value instanceof CelList) return [...value].map(toJson);
  if (value instanceof CelMap) return mapToJson(value);
  return specialToJson(value);
}

function specialToJson(value: Exclude<Value, string | number | bigint | boolean | null | CelList | CelMap>): JsonValue {
  if (value instanceof UnsignedInt) return integer(value.value);
  if (value instanceof Timestamp) return formatTimestamp(value);
  if (value instanceof Duration) return formatDuration(value);
  if (value instanceof Optional) return value.value === undefined ? null : toJson(value.value);
  if (value instanceof TypeValue) return value.name;
  if (value instanceof Opaque) return value.toString();
  if (value instanceof Fault) throw new CelError('runtime', value.message);
  return btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join(''));
}

function mapToJson(map: CelMap): JsonObject {
  const object: JsonObject = {};
  for (const key of map.keys()) {
    setKey(object, key instanceof UnsignedInt ? String(key.value) : String(key), toJson(map.find(key) ?? null));
  }
  return object;
}

function integer(value: bigint): JsonValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
