import type { GoInteger } from './go-integer.ts';
import type { GoStruct } from './go-struct.ts';
import type { GoTime } from './go-time.ts';

/**
 * A value inside a template. What JSON has means in Go: text string, number float64, bigint int, list []interface {}, object
 * map[string]interface {}. `null` is a nil that stands somewhere, in a map for example; `undefined` is no value at all, as the key that a
 * map does not have. A Map has keys that are no texts.
 */
export type GoValue =
  | null
  | undefined
  | boolean
  | string
  | number
  | bigint
  | GoInteger
  | GoTime
  | GoStruct
  | GoFunction
  | Uint8Array
  | readonly GoValue[]
  | ReadonlyMap<GoValue, GoValue>
  | GoObject;

/** A map with texts as keys. */
export interface GoObject {
  [key: string]: GoValue;
}

/** The types that parameters of functions may have. `value` takes everything and can tell no value from nil. */
export type GoParameter =
  | 'value'
  | 'any'
  | 'string'
  | 'int'
  | 'int64'
  | 'float64'
  | 'bool'
  | 'map[string]interface {}'
  | '[]interface {}'
  | 'time.Time';

/** A function that templates may call. */
export interface GoFunction {
  readonly parameters: readonly GoParameter[];
  /** Type of any number of further parameters. */
  readonly variadic?: GoParameter;
  /** Throws an error whose message becomes part of the template's. */
  call(parameters: readonly GoValue[], meter: Meter): GoValue;
}

/** Counts what a template uses up. Throws when it is too much. */
export interface Meter {
  /** Something is about to be made of as many characters or items. */
  spend(size: number): void;
}
