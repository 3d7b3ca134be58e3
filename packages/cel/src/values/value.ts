import type { Fault } from './fault.ts';
import type { CelList } from './list.ts';
import type { CelMap } from './map.ts';
import type { Opaque } from './opaque.ts';
import type { Optional } from './optional.ts';
import type { Duration, Timestamp } from './time.ts';
import type { TypeValue } from './type-value.ts';
import type { UnsignedInt } from './unsigned-int.ts';

/**
 * What an expression evaluates to. Ints are bigint, doubles are number. A {@link Fault} is a failed evaluation that
 * `&&` and `||` may still absorb.
 */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | UnsignedInt
  | Duration
  | Timestamp
  | TypeValue
  | CelList
  | CelMap
  | Optional
  | Opaque
  | Fault;
