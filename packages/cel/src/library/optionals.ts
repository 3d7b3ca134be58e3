import { Fault, noSuchOverload } from '../values/fault.ts';
import { ArrayList, CelList } from '../values/list.ts';
import { CelMap } from '../values/map.ts';
import { none, Optional } from '../values/optional.ts';
import { Duration, Timestamp } from '../values/time.ts';
import { UnsignedInt } from '../values/unsigned-int.ts';
import type { Value } from '../values/value.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';

/** Nanoseconds of 0001-01-01, Go's zero time. */
const zeroTime = -62_135_596_800n * 1_000_000_000n;

function isZero(value: Value): boolean {
  if (value instanceof CelList || value instanceof CelMap) return value.size === 0;
  if (value instanceof Duration) return value.nanoseconds === 0n;
  if (value instanceof Timestamp) return value.nanoseconds === zeroTime;
  if (value instanceof UnsignedInt) return value.value === 0n;
  if (value instanceof Uint8Array) return value.length === 0;
  if (value instanceof Optional) return value.value === undefined || isZero(value.value);
  return value === null || value === false || value === 0n || value === 0 || value === '';
}

function unwrap(list: CelList): Value {
  const present: Value[] = [];
  for (const item of list) {
    if (!(item instanceof Optional)) return new Fault('value at index is not optional');
    if (item.value !== undefined) present.push(item.value);
  }
  return new ArrayList(present);
}

function at(list: CelList, index: number): Value {
  return list.size === 0 ? none : new Optional(list.get(index));
}

/** Values that may be absent. `or` and `orValue` look at their argument only if they need it, so the plan runs them. */
export const optionalLibrary: readonly FunctionDeclaration[] = [
  declare(
    'optional.of',
    overload('optional_of', '(V) -> optional(V)', (value: Value) => new Optional(value)),
  ),
  declare(
    'optional.ofNonZeroValue',
    overload('optional_ofNonZeroValue', '(V) -> optional(V)', (value: Value) =>
      isZero(value) ? none : new Optional(value),
    ),
  ),
  declare(
    'optional.none',
    overload('optional_none', '() -> optional(V)', () => none),
  ),
  declare(
    'value',
    overload(
      'optional_value',
      'optional(V).() -> V',
      (optional: Optional) =>
        optional.value ?? (optional.value === null ? null : new Fault('optional.none() dereference')),
    ),
  ),
  declare(
    'hasValue',
    overload('optional_hasValue', 'optional(V).() -> bool', (optional: Optional) => optional.value !== undefined),
  ),
  declare('or', overload('optional_or_optional', 'optional(V).(optional(V)) -> optional(V)', noSuchOverload)),
  declare('orValue', overload('optional_orValue_value', 'optional(V).(V) -> V', noSuchOverload)),
  declare(
    'first',
    overload('list_first', 'list(V).() -> optional(V)', (list: CelList) => at(list, 0)),
  ),
  declare(
    'last',
    overload('list_last', 'list(V).() -> optional(V)', (list: CelList) => at(list, list.size - 1)),
  ),
  declare('optional.unwrap', overload('optional_unwrap', '(list(optional(V))) -> list(V)', unwrap)),
  declare('unwrapOpt', overload('optional_unwrapOpt', 'list(optional(V)).() -> list(V)', unwrap)),
];
