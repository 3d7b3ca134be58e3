import { compareValues } from '../values/comparison.ts';
import { valuesEqual } from '../values/equality.ts';
import { Fault, noSuchOverload } from '../values/fault.ts';
import { ArrayList, type CelList } from '../values/list.ts';
import type { CelMap } from '../values/map.ts';
import { toInt, toUint } from '../values/numbers.ts';
import { Duration, Timestamp } from '../values/time.ts';
import type { UnsignedInt } from '../values/unsigned-int.ts';
import type { Value } from '../values/value.ts';
import { work } from '../values/work.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';

const minTimestamp = -62_135_596_800n * 1_000_000_000n;
const maxTimestamp = 253_402_300_800n * 1_000_000_000n;

function toDuration(nanoseconds: bigint): Value {
  const checked = toInt(nanoseconds);
  return checked instanceof Fault ? checked : new Duration(checked);
}

function toTimestamp(nanoseconds: bigint, { offsetSeconds }: Timestamp): Value {
  const isInRange = nanoseconds >= minTimestamp && nanoseconds < maxTimestamp;
  return isInRange ? new Timestamp(nanoseconds, offsetSeconds) : new Fault('timestamp overflow');
}

function concatBytes(left: Uint8Array, right: Uint8Array): Uint8Array {
  const joined = new Uint8Array(left.length + right.length);
  joined.set(left);
  joined.set(right, left.length);
  return joined;
}

function concatLists(left: CelList, right: CelList): Value {
  const added = left.concat(right);
  if (added !== undefined) return added;
  work(8 * (left.size + right.size));
  return new ArrayList([...left, ...right]);
}

/** Go cuts towards zero, as bigint does. */
function divide(left: bigint, right: bigint): Value {
  return right === 0n ? new Fault('division by zero') : toInt(left / right);
}

function modulo(left: bigint, right: bigint): Value {
  return right === 0n ? new Fault('modulus by zero') : toInt(left % right);
}

const arithmetic: readonly FunctionDeclaration[] = [
  declare(
    '_+_',
    overload('add_bytes', '(bytes, bytes) -> bytes', concatBytes),
    overload('add_double', '(double, double) -> double', (a: number, b: number) => a + b),
    overload('add_duration_duration', '(duration, duration) -> duration', (a: Duration, b: Duration) =>
      toDuration(a.nanoseconds + b.nanoseconds),
    ),
    overload('add_duration_timestamp', '(duration, timestamp) -> timestamp', (a: Duration, b: Timestamp) =>
      toTimestamp(a.nanoseconds + b.nanoseconds, b),
    ),
    overload('add_timestamp_duration', '(timestamp, duration) -> timestamp', (a: Timestamp, b: Duration) =>
      toTimestamp(a.nanoseconds + b.nanoseconds, a),
    ),
    overload('add_int64', '(int, int) -> int', (a: bigint, b: bigint) => toInt(a + b)),
    overload('add_list', '(list(A), list(A)) -> list(A)', concatLists),
    overload('add_string', '(string, string) -> string', (a: string, b: string) => a + b),
    overload('add_uint64', '(uint, uint) -> uint', (a: UnsignedInt, b: UnsignedInt) => toUint(a.value + b.value)),
  ),
  declare(
    '_-_',
    overload('subtract_double', '(double, double) -> double', (a: number, b: number) => a - b),
    overload('subtract_duration_duration', '(duration, duration) -> duration', (a: Duration, b: Duration) =>
      toDuration(a.nanoseconds - b.nanoseconds),
    ),
    overload('subtract_int64', '(int, int) -> int', (a: bigint, b: bigint) => toInt(a - b)),
    overload('subtract_timestamp_duration', '(timestamp, duration) -> timestamp', (a: Timestamp, b: Duration) =>
      toTimestamp(a.nanoseconds - b.nanoseconds, a),
    ),
    overload('subtract_timestamp_timestamp', '(timestamp, timestamp) -> duration', (a: Timestamp, b: Timestamp) =>
      toDuration(a.nanoseconds - b.nanoseconds),
    ),
    overload('subtract_uint64', '(uint, uint) -> uint', (a: UnsignedInt, b: UnsignedInt) => toUint(a.value - b.value)),
  ),
  declare(
    '_*_',
    overload('multiply_double', '(double, double) -> double', (a: number, b: number) => a * b),
    overload('multiply_int64', '(int, int) -> int', (a: bigint, b: bigint) => toInt(a * b)),
    overload('multiply_uint64', '(uint, uint) -> uint', (a: UnsignedInt, b: UnsignedInt) => toUint(a.value * b.value)),
  ),
  declare(
    '_/_',
    overload('divide_double', '(double, double) -> double', (a: number, b: number) => a / b),
    overload('divide_int64', '(int, int) -> int', divide),
    overload('divide_uint64', '(uint, uint) -> uint', (a: UnsignedInt, b: UnsignedInt) =>
      b.value === 0n ? new Fault('division by zero') : toUint(a.value / b.value),
    ),
  ),
  declare(
    '_%_',
    overload('modulo_int64', '(int, int) -> int', modulo),
    overload('modulo_uint64', '(uint, uint) -> uint', (a: UnsignedInt, b: UnsignedInt) =>
      b.value === 0n ? new Fault('modulus by zero') : toUint(a.value % b.value),
    ),
  ),
  declare(
    '-_',
    overload('negate_double', '(double) -> double', (a: number) => -a),
    overload('negate_int64', '(int) -> int', (a: bigint) => toInt(-a)),
  ),
];

const comparable = ['bool', 'int64', 'uint64', 'double', 'string', 'bytes', 'timestamp', 'duration'] as const;
const mixedNumbers = ['int64_double', 'int64_uint64', 'uint64_double', 'uint64_int64', 'double_int64', 'double_uint64'];

function typeName(overloadPart: string): string {
  return overloadPart.replace('64', '');
}

function ordering(symbol: string, word: string, accepts: (order: number) => boolean): FunctionDeclaration {
  const compare = (left: Value, right: Value): Value => {
    const order = compareValues(left, right);
    return order === undefined ? noSuchOverload() : accepts(order);
  };
  const same = comparable.map((part) =>
    overload(`${word}_${part}`, `(${typeName(part)}, ${typeName(part)}) -> bool`, compare),
  );
  const mixed = mixedNumbers.map((pair) => {
    const [left = '', right = ''] = pair.split('_').map(typeName);
    return overload(`${word}_${pair}`, `(${left}, ${right}) -> bool`, compare);
  });
  return declare(symbol, ...same, ...mixed);
}

function contains(element: Value, list: CelList): Value {
  let fault: Fault | undefined;
  for (const item of list) {
    const equal = valuesEqual(item, element);
    if (equal === true) return true;
    if (equal instanceof Fault) fault ??= equal;
  }
  return fault ?? false;
}

/** Operators. Those that look at only some of their operands are evaluated by the plan itself and never run here. */
export const operatorLibrary: readonly FunctionDeclaration[] = [
  ...arithmetic,
  ordering('_<_', 'less', (order) => order < 0),
  ordering('_<=_', 'less_equals', (order) => order <= 0),
  ordering('_>_', 'greater', (order) => order > 0),
  ordering('_>=_', 'greater_equals', (order) => order >= 0),
  declare('_==_', overload('equals', '(A, A) -> bool', valuesEqual)),
  declare(
    '_!=_',
    overload('not_equals', '(A, A) -> bool', (a: Value, b: Value) => valuesEqual(a, b) !== true),
  ),
  declare(
    '@in',
    overload('in_list', '(A, list(A)) -> bool', contains),
    overload('in_map', '(A, map(A, B)) -> bool', (key: Value, map: CelMap) => map.find(key) !== undefined),
  ),
  declare(
    '!_',
    overload('logical_not', '(bool) -> bool', (a: boolean) => !a),
  ),
  declare('_&&_', overload('logical_and', '(bool, bool) -> bool', noSuchOverload)),
  declare('_||_', overload('logical_or', '(bool, bool) -> bool', noSuchOverload)),
  declare('_?_:_', overload('conditional', '(bool, A, A) -> A', noSuchOverload)),
  declare(
    '@not_strictly_false',
    overload('not_strictly_false', '(bool) -> bool', (a: Value) => a !== false),
  ),
  declare(
    '_[_]',
    overload('index_list', '(list(A), int) -> A', noSuchOverload),
    overload('index_map', '(map(A, B), A) -> B', noSuchOverload),
    overload('optional_list_index_int', '(optional(list(A)), int) -> optional(A)', noSuchOverload),
    overload('optional_map_index_value', '(optional(map(A, B)), A) -> optional(B)', noSuchOverload),
  ),
  declare(
    '_[?_]',
    overload('list_optindex_optional_int', '(list(A), int) -> optional(A)', noSuchOverload),
    overload('optional_list_optindex_optional_int', '(optional(list(A)), int) -> optional(A)', noSuchOverload),
    overload('map_optindex_optional_value', '(map(A, B), A) -> optional(B)', noSuchOverload),
    overload('optional_map_optindex_optional_value', '(optional(map(A, B)), A) -> optional(B)', noSuchOverload),
  ),
];
