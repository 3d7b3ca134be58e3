import { Fault } from './fault.ts';
import { CelList } from './list.ts';
import { CelMap } from './map.ts';
import { Opaque } from './opaque.ts';
import { Optional } from './optional.ts';
import { Duration, Timestamp } from './time.ts';
import { TypeValue } from './type-value.ts';
import { UnsignedInt } from './unsigned-int.ts';
import type { Value } from './value.ts';

/** Kind of a value, as types name it. */
export type ValueKind =
  | 'null'
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'duration'
  | 'timestamp'
  | 'type'
  | 'list'
  | 'map'
  | 'object'
  | 'optional'
  | 'opaque'
  | 'error';

/** The kind of a value. */
export function kindOf(value: Value): ValueKind {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    default:
      return value === null ? 'null' : kindOfObject(value);
  }
}

function kindOfObject(value: object): ValueKind {
  if (value instanceof CelMap) return value.typeName === undefined ? 'map' : 'object';
  for (const [type, kind] of classes) if (value instanceof type) return kind;
  return 'error';
}

const classes: readonly (readonly [abstract new (...args: never[]) => object, ValueKind])[] = [
  [CelList, 'list'],
  [Timestamp, 'timestamp'],
  [Duration, 'duration'],
  [UnsignedInt, 'uint'],
  [Uint8Array, 'bytes'],
  [Optional, 'optional'],
  [Opaque, 'opaque'],
  [TypeValue, 'type'],
  [Fault, 'error'],
];

const typeNames: Partial<Record<ValueKind, string>> = {
  null: 'null_type',
  duration: 'google.protobuf.Duration',
  timestamp: 'google.protobuf.Timestamp',
  optional: 'optional_type',
};

/** Name of the type of a value: what `type(x)` prints. */
export function typeNameOf(value: Value): string {
  if (value instanceof Opaque) return value.typeName;
  if (value instanceof CelMap && value.typeName !== undefined) return value.typeName;
  const kind = kindOf(value);
  return typeNames[kind] ?? kind;
}

/** Size that costs are computed from: characters, bytes, items or entries; 1 for everything else. */
export function sizeOf(value: Value): number {
  if (typeof value === 'string') return countRunes(value);
  if (value instanceof CelList || value instanceof CelMap || value instanceof Opaque) return value.size;
  if (value instanceof Uint8Array) return value.length;
  if (value instanceof Optional && value.value !== undefined) return sizeOf(value.value);
  return 1;
}

/** Length of a text in code points. */
export function countRunes(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0xd800 && code < 0xdc00) {
      count--;
      index++;
    }
  }
  return count;
}
