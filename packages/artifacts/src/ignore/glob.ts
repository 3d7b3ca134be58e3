/** Decides about one name of a path. */
export type NameMatcher = (name: string) => boolean;

type Token =
  | { readonly kind: 'star' | 'any' }
  | { readonly kind: 'literal'; readonly character: string }
  | { readonly kind: 'class'; readonly isNegated: boolean; readonly ranges: readonly (readonly [string, string])[] };

/**
 * Compiles a pattern with the rules of Go's `filepath.Match`: `*`, `?`, `[a-z]`, `[^a-z]`, `\` before a character that means itself.
 * A pattern that Go rejects matches nothing. Time is at most the product of both lengths: patterns come from repositories.
 */
export function compileGlob(pattern: string): NameMatcher {
  if (!isSpecial(pattern)) return (name) => name === pattern;
  // By far the most common pattern with a star.
  const suffix = pattern.slice(1);
  if (pattern.startsWith('*') && !isSpecial(suffix)) return (name) => name.endsWith(suffix);
  const tokens = parseGlob(Array.from(pattern));
  if (tokens === undefined) return () => false;
  return (name) => matches(tokens, Array.from(name));
}

function isSpecial(pattern: string): boolean {
  return /[*?[\\]/.test(pattern);
}

/** Walks both sides once and returns to the last star when stuck; an earlier star never has to take more. */
function matches(tokens: readonly Token[], name: readonly string[]): boolean {
  let token = 0;
  let at = 0;
  let star: { readonly token: number; at: number } | undefined;
  while (at < name.length) {
    const current = tokens[token];
    if (current?.kind === 'star') {
      star = { token, at };
      token += 1;
    } else if (current !== undefined && matchesOne(current, name[at] ?? '')) {
      token += 1;
      at += 1;
    } else if (star !== undefined) {
      star.at += 1;
      at = star.at;
      token = star.token + 1;
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest.kind === 'star');
}

function matchesOne(token: Token, character: string): boolean {
  if (token.kind === 'literal') return token.character === character;
  if (token.kind !== 'class') return token.kind === 'any';
  const code = character.codePointAt(0) ?? 0;
  const isInside = token.ranges.some(([low, high]) => code >= codeOf(low) && code <= codeOf(high));
  return isInside !== token.isNegated;
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** Undefined when Go reports a bad pattern. */
function parseGlob(pattern: readonly string[]): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < pattern.length) {
    const character = pattern[at] ?? '';
    if (character === '[') {
      const parsed = parseClass(pattern, at + 1);
      if (parsed === undefined) return undefined;
      tokens.push(parsed.token);
      at = parsed.next;
      continue;
    }
    if (character === '\\') at += 1;
    const isEscaped = character === '\\';
    const literal = pattern[at];
    if (literal === undefined) return undefined;
    at += 1;
    tokens.push(isEscaped ? { kind: 'literal', character: literal } : plainToken(literal));
  }
  return tokens;
}

function plainToken(character: string): Token {
  if (character === '*') return { kind: 'star' };
  return character === '?' ? { kind: 'any' } : { kind: 'literal', character };
}

function parseClass(
  pattern: readonly string[],
  start: number,
): { readonly token: Token; readonly next: number } | undefined {
  const isNegated = pattern[start] === '^';
  const ranges: [string, string][] = [];
  let at = isNegated ? start + 1 : start;
  while (pattern[at] !== ']' || ranges.length === 0) {
    const low = parseClassCharacter(pattern, at);
    if (low === undefined) return undefined;
    at = low.next;
    if (pattern[at] !== '-') {
      ranges.push([low.character, low.character]);
      continue;
    }
    const high = parseClassCharacter(pattern, at + 1);
    if (high === undefined) return undefined;
    at = high.next;
    ranges.push([low.character, high.character]);
  }
  return { token: { kind: 'class', isNegated, ranges }, next: at + 1 };
}

function parseClassCharacter(
  pattern: readonly string[],
  start: number,
): { readonly character: string; readonly next: number } | undefined {
  const first = pattern[start];
  if (first === undefined || first === '-' || first === ']') return undefined;
  const at = first === '\\' ? start + 1 : start;
  const character = pattern[at];
  // Go also wants something to follow, since the class is not closed yet.
  if (character === undefined || at + 1 >= pattern.length) return undefined;
  return { character, next: at + 1 };
}
