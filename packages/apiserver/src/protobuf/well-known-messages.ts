import { type JsonValue, parseJson } from '@flux19/objects';
import { WireError, wireFields } from './wire-fields.ts';

/** Reads a message whose JSON is no object of the same fields. Undefined counts as absent. */
export type MessageReader = (bytes: Uint8Array) => JsonValue | undefined;

const apimachinery = 'io.k8s.apimachinery.pkg.';

/** Messages with a JSON form of their own, by definition. */
export const wellKnownMessages: ReadonlyMap<string, MessageReader> = new Map([
  [`${apimachinery}api.resource.Quantity`, (bytes) => textOf(field(bytes, 1) ?? new Uint8Array())],
  [`${apimachinery}util.intstr.IntOrString`, intOrString],
  [`${apimachinery}apis.meta.v1.Time`, (bytes) => time(bytes, 0)],
  [`${apimachinery}apis.meta.v1.MicroTime`, (bytes) => time(bytes, 6)],
  [`${apimachinery}apis.meta.v1.FieldsV1`, rawJson],
  [`${apimachinery}runtime.RawExtension`, rawJson],
]);

/** The last value of a field that is a text or a message. */
export function field(bytes: Uint8Array, number: number): Uint8Array | undefined {
  let found: Uint8Array | undefined;
  for (const { number: at, value } of wireFields(bytes)) if (at === number && typeof value === 'object') found = value;
  return found;
}

/** UTF-8 as text. Throws WireError when it is none, which Go's decoder also refuses. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new WireError('proto: invalid UTF-8', { cause });
  }
}

/** A signed integer of 32 or 64 bits; a bigint only where a number would not be exact. */
export function integerOf(value: bigint): number | bigint {
  const signed = BigInt.asIntN(64, value);
  return signed >= Number.MIN_SAFE_INTEGER && signed <= Number.MAX_SAFE_INTEGER ? Number(signed) : signed;
}

function numbers(bytes: Uint8Array): ReadonlyMap<number, bigint> {
  const found = new Map<number, bigint>();
  for (const { number, value } of wireFields(bytes)) if (typeof value === 'bigint') found.set(number, value);
  return found;
}

function intOrString(bytes: Uint8Array): JsonValue {
  const found = numbers(bytes);
  const isText = found.get(1) === 1n;
  return isText ? textOf(field(bytes, 3) ?? new Uint8Array()) : integerOf(found.get(2) ?? 0n);
}

/** The empty message is Go's zero time, which JSON leaves out. `digits` of a second are printed. */
function time(bytes: Uint8Array, digits: number): string | undefined {
  if (bytes.length === 0) return undefined;
  const found = numbers(bytes);
  const milliseconds = Number(BigInt.asIntN(64, found.get(1) ?? 0n)) * 1000;
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) throw new WireError('timestamp is out of range');
  const seconds = date.toISOString().slice(0, 19);
  const nanoseconds = String(BigInt.asIntN(32, found.get(2) ?? 0n)).padStart(9, '0');
  return digits === 0 ? `${seconds}Z` : `${seconds}.${nanoseconds.slice(0, digits)}Z`;
}

function rawJson(bytes: Uint8Array): JsonValue | undefined {
  const raw = field(bytes, 1);
  if (raw === undefined || raw.length === 0) return undefined;
  try {
    return parseJson(textOf(raw));
  } catch (cause) {
    throw new WireError('the raw part of the message is no JSON', { cause });
  }
}
