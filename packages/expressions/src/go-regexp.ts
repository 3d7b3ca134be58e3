/** A pattern that RE2 refuses. The message is Go's: ``error parsing regexp: missing closing ): `(a` ``. */
export class RegexpError extends Error {
  override readonly name = 'RegexpError';
}

/** One match. Offsets are UTF-16 indexes. */
export interface RegexpMatch {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Index 0 is the whole match; a group that took no part is undefined. */
  readonly groups: readonly (string | undefined)[];
  /** Groups by name. */
  readonly named: ReadonlyMap<string, string | undefined>;
}

/** A compiled Go regular expression. All methods take time linear in the text. */
export interface GoRegexp {
  readonly pattern: string;
  test(text: string): boolean;
  find(text: string): RegexpMatch | undefined;
  findAll(text: string, limit?: number): RegexpMatch[];
  /** Replaces each match by the template, in which `$1`, `${1}`, `$name`, `${name}` and `$$` have Go's meaning. */
  replaceAll(text: string, template: string): string;
  /** Fills a template from one match, as Go's Expand. */
  expand(template: string, match: RegexpMatch): string;
}

/** Compiles a pattern in Go's syntax (RE2). Throws {@link RegexpError}. */
export function compileGoRegexp(_pattern: string): GoRegexp {
  throw new Error('not yet');
}
