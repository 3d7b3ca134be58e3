import { Fault } from '../values/fault.ts';
import { typeNameOf } from '../values/kind-of.ts';
import { doubleToInt, doubleToUint, toInt, toUint } from '../values/numbers.ts';
import {
  type Duration,
  formatDuration,
  formatTimestamp,
  parseDuration,
  parseTimestamp,
  Timestamp,
} from '../values/time.ts';
import { TypeValue } from '../values/type-value.ts';
import type { UnsignedInt } from '../values/unsigned-int.ts';
import type { Value } from '../values/value.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';
import { printGoFloat } from './go-float.ts';

function itself(value: Value): Value {
  return value;
}

function conversionFault(from: string, to: string): Fault {
  return new Fault(`type conversion error from '${from}' to '${to}'`);
}

function stringToInt(text: string): Value {
  if (!/^[+-]?[0-9]+$/.test(text)) return conversionFault('string', 'int');
  const value = toInt(BigInt(text.replace(/^\+/, '')));
  return value instanceof Fault ? conversionFault('string', 'int') : value;
}

function stringToUint(text: string): Value {
  if (!/^[0-9]+$/.test(text)) return conversionFault('string', 'uint');
  const value = toUint(BigInt(text));
  return value instanceof Fault ? conversionFault('string', 'uint') : value;
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const special = /^[+-]?(?:inf|infinity|nan)$/i;

function stringToDouble(text: string): Value {
  if (decimal.test(text)) return Number(text);
  if (!special.test(text)) return conversionFault('string', 'double');
  if (/nan$/i.test(text)) return Number.NaN;
  return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function stringToBool(text: string): Value {
  if (['1', 't', 'true', 'TRUE', 'T', 'True'].includes(text)) return true;
  if (['0', 'f', 'false', 'FALSE', 'F', 'False'].includes(text)) return false;
  return conversionFault('string', 'bool');
}

function bytesToString(bytes: Uint8Array): Value {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new Fault('invalid UTF-8 in bytes, cannot convert to string');
  }
}

function stringToDuration(text: string): Value {
  return parseDuration(text) ?? conversionFault('string', 'google.protobuf.Duration');
}

function stringToTimestamp(text: string): Value {
  return parseTimestamp(text) ?? conversionFault('string', 'google.protobuf.Timestamp');
}

function intToTimestamp(seconds: bigint): Value {
  const isInRange = seconds >= -62_135_596_800n && seconds <= 253_402_300_799n;
  return isInRange ? new Timestamp(seconds * 1_000_000_000n) : new Fault('timestamp overflow');
}

/** Whole seconds, rounded down as Go's Unix does. */
function timestampToInt(timestamp: Timestamp): Value {
  const { nanoseconds } = timestamp;
  const rest = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return (nanoseconds - rest) / 1_000_000_000n;
}

/** Conversions between types. */
export const conversionLibrary: readonly FunctionDeclaration[] = [
  declare(
    'type',
    overload('type', '(A) -> type(A)', (value: Value) => new TypeValue(typeNameOf(value))),
  ),
  declare('dyn', overload('to_dyn', '(A) -> dyn', itself)),
  declare(
    'bool',
    overload('bool_to_bool', '(bool) -> bool', itself),
    overload('string_to_bool', '(string) -> bool', stringToBool),
  ),
  declare(
    'bytes',
    overload('bytes_to_bytes', '(bytes) -> bytes', itself),
    overload('string_to_bytes', '(string) -> bytes', (text: string) => new TextEncoder().encode(text)),
  ),
  declare(
    'double',
    overload('double_to_double', '(double) -> double', itself),
    overload('int64_to_double', '(int) -> double', (value: bigint) => Number(value)),
    overload('string_to_double', '(string) -> double', stringToDouble),
    overload('uint64_to_double', '(uint) -> double', (value: UnsignedInt) => Number(value.value)),
  ),
  declare(
    'duration',
    overload('duration_to_duration', '(duration) -> duration', itself),
    overload('string_to_duration', '(string) -> duration', stringToDuration),
  ),
  declare(
    'int',
    overload('int64_to_int64', '(int) -> int', itself),
    overload('double_to_int64', '(double) -> int', doubleToInt),
    overload('duration_to_int64', '(duration) -> int', (value: Duration) => value.nanoseconds),
    overload('string_to_int64', '(string) -> int', stringToInt),
    overload('timestamp_to_int64', '(timestamp) -> int', timestampToInt),
    overload('uint64_to_int64', '(uint) -> int', (value: UnsignedInt) => toInt(value.value)),
  ),
  declare(
    'string',
    overload('string_to_string', '(string) -> string', itself),
    overload('bool_to_string', '(bool) -> string', String),
    overload('bytes_to_string', '(bytes) -> string', bytesToString),
    overload('double_to_string', '(double) -> string', printGoFloat),
    overload('duration_to_string', '(duration) -> string', formatDuration),
    overload('int64_to_string', '(int) -> string', String),
    overload('timestamp_to_string', '(timestamp) -> string', formatTimestamp),
    overload('uint64_to_string', '(uint) -> string', (value: UnsignedInt) => String(value.value)),
    overload('ip_to_string', '(net.IP) -> string', String),
    overload('cidr_to_string', '(net.CIDR) -> string', String),
  ),
  declare(
    'timestamp',
    overload('timestamp_to_timestamp', '(timestamp) -> timestamp', itself),
    overload('int64_to_timestamp', '(int) -> timestamp', intToTimestamp),
    overload('string_to_timestamp', '(string) -> timestamp', stringToTimestamp),
  ),
  declare(
    'uint',
    overload('uint64_to_uint64', '(uint) -> uint', itself),
    overload('double_to_uint64', '(double) -> uint', doubleToUint),
    overload('int64_to_uint64', '(int) -> uint', toUint),
    overload('string_to_uint64', '(string) -> uint', stringToUint),
  ),
];
