import type { Fault } from './fault.ts';
import { UnsignedInt } from './unsigned-int.ts';
import type { Value } from './value.ts';

/** A map, or an object of a declared type. */
export abstract class CelMap {
  abstract readonly size: number;
  /** The value of a key; undefined when it is not there. */
  abstract find(key: Value): Value | undefined;
  abstract keys(): Iterable<Value>;

  /** Name of the object's type; undefined for plain maps. */
  get typeName(): string | undefined {
    return undefined;
  }

  /** Maps with an equality of their own answer; undefined leaves it to the usual key by key. */
  equals(_other: Value): boolean | Fault | undefined {
    return undefined;
  }
}

/** Text that is the same for equal keys: 1, 1u and 1.0 are one key. Undefined for values that can't be keys. */
export function keyIdentity(key: Value): string | undefined {
  if (typeof key === 'string') return `s${key}`;
  if (typeof key === 'bigint') return `n${key}`;
  if (typeof key === 'boolean') return `b${key}`;
  if (key instanceof UnsignedInt) return `n${key.value}`;
  if (typeof key === 'number') return Number.isInteger(key) ? `n${BigInt(key)}` : `d${key}`;
  return undefined;
}

/** A map whose entries are all there. */
export class EntryMap extends CelMap {
  readonly entries: ReadonlyMap<string, readonly [key: Value, value: Value]>;

  constructor(entries: ReadonlyMap<string, readonly [key: Value, value: Value]>) {
    super();
    this.entries = entries;
  }

  override get size(): number {
    return this.entries.size;
  }

  override find(key: Value): Value | undefined {
    const identity = keyIdentity(key);
    return identity === undefined ? undefined : this.entries.get(identity)?.[1];
  }

  override *keys(): Iterable<Value> {
    for (const [key] of this.entries.values()) yield key;
  }
}
