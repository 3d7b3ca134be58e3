import { compileGoRegexp, type GoRegexp, RegexpError } from '@flux19/expressions';
import { Fault } from '../values/fault.ts';
import { ArrayList } from '../values/list.ts';
import type { Value } from '../values/value.ts';
import { work } from '../values/work.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';

const maxCached = 256;
const cache = new Map<string, GoRegexp | Fault>();

/** Compiles a pattern, or gives the fault it causes. The last patterns are kept, since loops use the same one again. */
function compiled(pattern: string): GoRegexp | Fault {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  const result = compileOrFault(pattern);
  if (cache.size >= maxCached) cache.clear();
  cache.set(pattern, result);
  return result;
}

function compileOrFault(pattern: string): GoRegexp | Fault {
  try {
    return compileGoRegexp(pattern);
  } catch (thrown) {
    if (thrown instanceof RegexpError) return new Fault(thrown.message);
    throw thrown;
  }
}

/** Whether a pattern compiles. */
export function isPattern(pattern: string): boolean {
  return !(compiled(pattern) instanceof Fault);
}

/** A run takes time in proportion to both lengths; more than twice what Kubernetes lets a rule use is not even begun. */
function prepared(text: string, pattern: string): GoRegexp | Fault {
  work((text.length * pattern.length) / 4);
  return compiled(pattern);
}

function matches(text: string, pattern: string): Value {
  const regexp = prepared(text, pattern);
  return regexp instanceof Fault ? regexp : regexp.test(text);
}

function find(text: string, pattern: string): Value {
  const regexp = prepared(text, pattern);
  if (regexp instanceof Fault) return new Fault(`Illegal regex: ${regexp.message}`);
  return regexp.find(text)?.text ?? '';
}

function findAll(text: string, pattern: string, limit = -1n): Value {
  const regexp = prepared(text, pattern);
  if (regexp instanceof Fault) return new Fault(`Illegal regex: ${regexp.message}`);
  const found = limit < 0n ? regexp.findAll(text) : limit === 0n ? [] : regexp.findAll(text, Number(limit));
  return new ArrayList(found.map((match) => match.text));
}

/** Regular expressions, always in RE2's syntax and time. */
export const regexpLibrary: readonly FunctionDeclaration[] = [
  declare(
    'matches',
    overload('matches', '(string, string) -> bool', matches),
    overload('matches_string', 'string.(string) -> bool', matches),
  ),
  declare('find', overload('string_find_string', 'string.(string) -> string', find)),
  declare(
    'findAll',
    overload('string_find_all_string', 'string.(string) -> list(string)', findAll),
    overload('string_find_all_string_int', 'string.(string, int) -> list(string)', findAll),
  ),
];
