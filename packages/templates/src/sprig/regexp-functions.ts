import { compileGoRegexp, type GoRegexp, RegexpError } from '@flux19/expressions';
import { quoteGo } from '@flux19/objects';
import { define } from '../values/define-function.ts';
import type { GoFunction, GoValue } from '../values/go-value.ts';

/** Go's MustCompile panics with the pattern in front. */
function compile(pattern: string): GoRegexp {
  try {
    return compileGoRegexp(pattern);
  } catch (cause) {
    if (!(cause instanceof RegexpError)) throw cause;
    throw new Error(`regexp: Compile(${backquoted(pattern)}): ${cause.message}`, { cause });
  }
}

function backquoted(pattern: string): string {
  return /^[^`\p{C}]*$/u.test(pattern) ? `\`${pattern}\`` : quoteGo(pattern);
}

type Compile = (pattern: string) => GoRegexp;

function split(regexp: GoRegexp, text: string, limit: number): GoValue {
  if (limit === 0) return [];
  if (regexp.pattern !== '' && text === '') return [''];
  const parts: string[] = [];
  let begin = 0;
  let end = 0;
  for (const match of regexp.findAll(text, limit < 0 ? undefined : limit)) {
    if (limit > 0 && parts.length === limit - 1) break;
    end = match.start;
    if (match.end !== 0) parts.push(text.slice(begin, end));
    begin = match.end;
  }
  if (end !== text.length) parts.push(text.slice(begin));
  return parts;
}

function replaceLiteral(regexp: GoRegexp, text: string, by: string): string {
  return regexp.replaceAll(text, by.replaceAll('$', '$$$$'));
}

function findAll(regexp: GoRegexp, text: string, limit: bigint): GoValue {
  return limit === 0n ? [] : regexp.findAll(text, limit < 0n ? undefined : Number(limit)).map((match) => match.text);
}

function functions(make: Compile): Record<string, GoFunction> {
  return {
    RegexFindAll: define(['string', 'string', 'int'], (pattern, text, limit) => findAll(make(pattern), text, limit)),
    RegexFind: define(['string', 'string'], (pattern, text) => make(pattern).find(text)?.text ?? ''),
    RegexReplaceAll: define(['string', 'string', 'string'], (pattern, text, by) => make(pattern).replaceAll(text, by)),
    RegexReplaceAllLiteral: define(['string', 'string', 'string'], (pattern, text, by) =>
      replaceLiteral(make(pattern), text, by),
    ),
    RegexSplit: define(['string', 'string', 'int'], (pattern, text, limit) =>
      split(make(pattern), text, Number(limit)),
    ),
  };
}

function matches(pattern: string, text: string): boolean {
  try {
    return compileGoRegexp(pattern).test(text);
  } catch (thrown) {
    if (thrown instanceof RegexpError) return false;
    throw thrown;
  }
}

const named = (prefix: string, all: Record<string, GoFunction>): [string, GoFunction][] =>
  Object.entries(all).map(([name, body]) => [prefix === '' ? `r${name.slice(1)}` : prefix + name, body]);

/** The functions of sprig for regular expressions; they take time linear in the text. */
export const regexpFunctions: Readonly<Record<string, GoFunction>> = Object.fromEntries([
  ...named('', functions(compile)),
  ...named('must', functions(compileGoRegexp)),
  ['regexMatch', define(['string', 'string'], matches)],
  ['mustRegexMatch', define(['string', 'string'], (pattern, text) => compileGoRegexp(pattern).test(text))],
  ['regexQuoteMeta', define(['string'], (text) => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'))],
]);
