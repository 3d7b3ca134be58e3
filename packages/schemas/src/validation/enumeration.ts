import { deepEqual, type JsonValue } from '@flux19/objects';

/** Whether a value is one of those allowed. Flux: floats are cut before they are compared with integers, as Go converts them. */
export function isInEnum(value: JsonValue, allowed: readonly JsonValue[]): boolean {
  for (const choice of allowed) {
    if (choice === null) continue;
    if (value === choice || (typeof value === 'object' && deepEqual(value, choice))) return true;
    if (typeof value === 'number' && Number.isInteger(choice) && Math.trunc(value) === choice) return true;
  }
  return false;
}
