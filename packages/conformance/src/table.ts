/** One case of a table: a JSON object whose fields the table's INDEX describes. */
export type Row = Readonly<Record<string, unknown>>;

/** How one file of cases is checked. */
export interface ConformanceTable {
  /** Path below the shared data folder, without ending: `patch/json-patch` or `kustomize/run`. */
  readonly name: string;
  /** Runs one case; throws (an AssertionError, as a rule) when the outcome differs from the recorded one. */
  check(row: Row): void | Promise<void>;
  /**
   * Names the group of known differences that a case belongs to, as docs/conformance.md lists it, or undefined.
   * It decides by what the case exercises, never by its name or its number, so that unseen cases fall into the same groups.
   */
  knownGap?(row: Row): string | undefined;
}

/** What came out of running a table. `missed` holds the 0-based line of each failed case and its first line of explanation. */
export interface TableReport {
  readonly name: string;
  readonly total: number;
  readonly passed: number;
  readonly missed: readonly {
    readonly line: number;
    readonly test: string;
    readonly why: string;
    readonly gap?: string;
  }[];
}

/** Declares a table; exists for its type. */
export function defineTable(table: ConformanceTable): ConformanceTable {
  return table;
}
