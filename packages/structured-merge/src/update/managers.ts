import type { FieldSet } from '../sets/field-set.ts';

/** What one manager owns, in the version in which it last wrote. */
export interface Ownership {
  readonly set: FieldSet;
  readonly apiVersion: string;
  /** Whether it got the fields by apply; else by update. */
  readonly isApplied: boolean;
}

/** Owners by an identifier that is opaque here. Passed around as a value: functions return a new map. */
export type Managers = ReadonlyMap<string, Ownership>;
