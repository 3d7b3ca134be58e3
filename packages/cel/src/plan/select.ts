import { Fault } from '../values/fault.ts';
import { CelList } from '../values/list.ts';
import { CelMap } from '../values/map.ts';
import { UnsignedInt } from '../values/unsigned-int.ts';
import type { Value } from '../values/value.ts';

/** What is found under a key: the value, a fault, or undefined when there is nothing. */
export function selectIfPresent(value: Value, key: Value): Value | undefined {
  if (value instanceof Fault) return value;
  if (key instanceof Fault) return key;
  if (value instanceof CelMap) return value.find(key);
  if (!(value instanceof CelList)) return undefined;
  const index = indexOf(key);
  if (index === undefined) return new Fault(`unsupported index type '${typeof key}' in list`);
  return index >= 0 && index < value.size ? value.get(index) : undefined;
}

/** As {@link selectIfPresent}, but nothing is a fault. */
export function select(value: Value, key: Value): Value {
  const found = selectIfPresent(value, key);
  if (found !== undefined) return found;
  const shown = key instanceof UnsignedInt ? key.value : key;
  if (value instanceof CelList) return new Fault(`index out of bounds: ${String(shown)}`);
  return new Fault(`no such key: ${String(shown)}`);
}

function indexOf(key: Value): number | undefined {
  if (typeof key === 'bigint') return Number(key);
  if (typeof key === 'number') return Number.isInteger(key) ? key : undefined;
  return key instanceof UnsignedInt ? Number(key.value) : undefined;
}
