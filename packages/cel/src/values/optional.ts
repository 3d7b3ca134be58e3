import type { Value } from './value.ts';

/** A value that may be absent. */
export class Optional {
  readonly value: Value | undefined;

  constructor(value: Value | undefined) {
    this.value = value;
  }
}

/** The absent value. */
export const none: Optional = new Optional(undefined);
