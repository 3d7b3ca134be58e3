import { compileGoRegexp, type GoRegexp } from '@flux19/expressions';
import { PolicyError } from './policy-error.ts';

/**
 * The tags that a pattern matches, by what is compared: the extract template filled from the match, or the tag itself when it is empty. Of
 * several tags with the same extract the last one counts, as in Flux. Throws `PolicyError`.
 */
export function filterTags(tags: readonly string[], pattern: string, extract: string): ReadonlyMap<string, string> {
  const regexp = compile(pattern);
  const originals = new Map<string, string>();
  for (const tag of tags) {
    const match = regexp.find(tag);
    if (match !== undefined) originals.set(extract === '' ? tag : regexp.expand(extract, match), tag);
  }
  return originals;
}

function compile(pattern: string): GoRegexp {
  try {
    return compileGoRegexp(pattern);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PolicyError(`failed to filter tags: invalid regular expression pattern '${pattern}': ${why}`, { cause });
  }
}
