/** A scalar value (not a key) in a text that is being edited. */
export interface ScalarSite {
  /** The text of the value, without quotes and escapes. */
  readonly value: string;
  /** What follows on the value's last line, else stands right above it, beginning with `#`; empty when there is none. */
  readonly comment: string;
  /** Where the value begins, counted from 1. */
  readonly line: number;
  /** Keys and indexes that lead to it. */
  readonly path: readonly (string | number)[];
  /** Which document of the text it is in, counted from 0. */
  readonly document: number;
}

/** The new text of a value, or undefined to leave it alone. */
export type ScalarEdit = (site: ScalarSite) => string | undefined;
