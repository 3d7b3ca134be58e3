import { type Matcher, RE2JS, RE2JSException } from 're2js';
import { expandGoTemplate, parseGoTemplate } from './go-template.ts';

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
  /** All matches from left to right, at most `limit`; an empty match right behind another one does not count. */
  findAll(text: string, limit?: number): RegexpMatch[];
  /** Replaces each match by the template, in which `$1`, `${1}`, `$name`, `${name}` and `$$` have Go's meaning. */
  replaceAll(text: string, template: string): string;
  /** Fills a template from one match, as Go's Expand. */
  expand(template: string, match: RegexpMatch): string;
}

/** Compiles a pattern in Go's syntax (RE2: no back references, no look-around). Throws {@link RegexpError}. */
export function compileGoRegexp(pattern: string): GoRegexp {
  return new Re2Regexp(pattern, compile(pattern));
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (thrown) {
    if (!(thrown instanceof RE2JSException)) throw thrown;
    // Go names the part of the pattern in every message, even where it is empty.
    const tail = thrown.message.endsWith('trailing backslash at end of expression') ? ': ``' : '';
    throw new RegexpError(thrown.message + tail, { cause: thrown });
  }
}

class Re2Regexp implements GoRegexp {
  readonly pattern: string;
  readonly #re2: RE2JS;
  readonly #names: readonly (readonly [name: string, group: number])[];

  constructor(pattern: string, re2: RE2JS) {
    this.pattern = pattern;
    this.#re2 = re2;
    this.#names = Object.entries(re2.namedGroups());
  }

  test(text: string): boolean {
    return this.#re2.test(text);
  }

  find(text: string): RegexpMatch | undefined {
    return this.findAll(text, 1)[0];
  }

  findAll(text: string, limit: number = Number.POSITIVE_INFINITY): RegexpMatch[] {
    const matches: RegexpMatch[] = [];
    const matcher = this.#re2.matcher(text);
    let previousEnd = -1;
    while (matches.length < limit && matcher.find()) {
      const [start, end] = [matcher.start(), matcher.end()];
      if (start !== end || start !== previousEnd) matches.push(this.#matchOf(matcher, text, start, end));
      previousEnd = end;
    }
    return matches;
  }

  replaceAll(text: string, template: string): string {
    const parsed = parseGoTemplate(template);
    let out = '';
    let copied = 0;
    for (const match of this.findAll(text)) {
      out += text.slice(copied, match.start) + expandGoTemplate(parsed, match);
      copied = match.end;
    }
    return out + text.slice(copied);
  }

  expand(template: string, match: RegexpMatch): string {
    return expandGoTemplate(parseGoTemplate(template), match);
  }

  #matchOf(matcher: Matcher, text: string, start: number, end: number): RegexpMatch {
    const groups: (string | undefined)[] = [text.slice(start, end)];
    for (let group = 1; group <= matcher.groupCount(); group++) groups.push(matcher.group(group) ?? undefined);
    const named = new Map(this.#names.map(([name, group]) => [name, groups[group]]));
    return { text: groups[0] ?? '', start, end, groups, named };
  }
}
